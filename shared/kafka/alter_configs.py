"""IncrementalAlterConfigs (KIP-339), which aiokafka 0.14 lacks.

Its `alter_configs` sends the older request, which resets every setting that is not in it: what an
operator has set by hand would be gone.
"""

from collections.abc import Mapping
from typing import ClassVar

from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Int8, Int16, Int32, Schema, String
from typing_extensions import override

_TOPIC = 2
_SET = 0


class _Answer(Response):  # type: ignore[misc]  # aiokafka has no types
    API_KEY = 44
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "responses",
            Array(
                ("error_code", Int16),
                ("error_message", String("utf-8")),
                ("resource_type", Int8),
                ("resource_name", String("utf-8")),
            ),
        ),
    )


class _Question(RequestStruct):  # type: ignore[misc]  # aiokafka has no types
    API_KEY = 44
    API_VERSION = 0
    RESPONSE_TYPE = _Answer
    SCHEMA = Schema(
        (
            "resources",
            Array(
                ("resource_type", Int8),
                ("resource_name", String("utf-8")),
                (
                    "configs",
                    Array(
                        ("name", String("utf-8")),
                        ("config_operation", Int8),
                        ("value", String("utf-8")),
                    ),
                ),
            ),
        ),
        ("validate_only", Boolean),
    )


class SetTopicConfigs(Request[_Question]):  # type: ignore[misc]  # aiokafka has no types
    """Sets these configs of these topics and leaves all others as they are."""

    API_KEY: ClassVar[int] = 44

    def __init__(self, topics: Mapping[str, Mapping[str, str]]) -> None:
        self._topics = topics

    @override
    def build(self, request_struct_class: type[_Question]) -> _Question:
        """The request in the one version that is known here."""
        resources = [
            (_TOPIC, topic, [(name, _SET, value) for name, value in configs.items()])
            for topic, configs in self._topics.items()
        ]
        return request_struct_class(resources, False)
