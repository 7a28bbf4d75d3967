"""Imports CrewAI before pytest turns its warnings into errors, and keeps it from reporting to its maker."""

from __future__ import annotations

import importlib
import os
import warnings

os.environ["CREWAI_DISABLE_TELEMETRY"] = os.environ["OTEL_SDK_DISABLED"] = "true"
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    importlib.import_module("crewai")
