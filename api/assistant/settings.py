"""What the assistant can be told."""

from typing import Annotated, ClassVar, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, model_validator

OPENAI_URL: Final = "https://api.openai.com/v1"


def _check_url(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("must start with http:// or https://")
    return value.rstrip("/")


class AssistantSettings(BaseModel):
    """The chat: without a model it understands the everyday requests by itself."""

    model_config: ClassVar[ConfigDict] = ConfigDict(frozen=True, extra="forbid")

    enabled: bool = Field(default=True, description="Whether there is a chat")
    model: str = Field(
        default="",
        max_length=200,
        description="Model of an endpoint that speaks the protocol of OpenAI's chat completions; "
        "without one nothing is sent anywhere",
        examples=["gpt-oss:20b"],
    )
    base_url: Annotated[str, AfterValidator(_check_url)] = Field(
        default=OPENAI_URL,
        description="Where it is, for example http://localhost:11434/v1 of an Ollama",
    )
    api_key: SecretStr | None = Field(default=None, description="Its key, if it asks for one")
    tokens_a_day: int = Field(
        default=200_000,
        ge=0,
        description="Tokens that one account may use of the model a day (UTC), both ways together; "
        "above that the built-in assistant answers",
    )
    connect_seconds: float = Field(default=5, gt=0, description="Time to reach the model")
    silence_seconds: float = Field(
        default=30, gt=0, description="Longest silence of the model, before its first word, too"
    )
    answer_seconds: float = Field(
        default=120, gt=0, description="Time for a whole answer, with all that it looks up"
    )
    retries: int = Field(
        default=2, ge=0, le=5, description="How often a request that failed at once is sent again"
    )

    @property
    def has_model(self) -> bool:
        """Whether a model is asked at all."""
        return bool(self.model)

    @model_validator(mode="after")
    def _key_is_there(self) -> "AssistantSettings":
        if self.model and self.base_url == OPENAI_URL and self.api_key is None:
            raise ValueError("OPENAI_API_KEY is needed for a model at OpenAI")
        return self
