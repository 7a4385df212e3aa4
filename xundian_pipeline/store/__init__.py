"""The working store under DATA/store: one Parquet dataset per asset and version, and what each run sees of it."""

from xundian_pipeline.store.data_format import demand_known_format, open_data_folder
from xundian_pipeline.store.dataset import Dataset, TableSource, combine
from xundian_pipeline.store.folders import prepare_data_folder, room_to_finish
from xundian_pipeline.store.publish_lock import publish_lock
from xundian_pipeline.store.store import RunView, Store

__all__ = [
    "Dataset",
    "RunView",
    "Store",
    "TableSource",
    "combine",
    "demand_known_format",
    "open_data_folder",
    "prepare_data_folder",
    "publish_lock",
    "room_to_finish",
]
