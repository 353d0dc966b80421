"""config.yaml as frozen settings, checked as a whole: every problem at once, each with its line.

`load` reads a file in two passes: types (`shape`, `model`), then meaning (`meaning`).
"""

from sheetsync.config.google import GoogleSheet
from sheetsync.config.messages import Messages, Recipient
from sheetsync.config.preset import LadderStep, Stage
from sheetsync.config.secrets import Secret
from sheetsync.config.settings import Person, Settings, load, preset_settings

__all__ = [
    "GoogleSheet",
    "LadderStep",
    "Messages",
    "Person",
    "Recipient",
    "Secret",
    "Settings",
    "Stage",
    "load",
    "preset_settings",
]
