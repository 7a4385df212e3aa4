"""挂图作战: one page per night for a county's leaders, which opens from a USB stick with no network."""

from xundian_pipeline.board.page import board_page

__all__ = ["board_page"]
