-- kunming_target 目标任务2800人
-- parameter: kunming_transfer_target
SELECT
    $kunming_transfer_target AS amount,
    1 AS divisor
