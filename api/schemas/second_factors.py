"""Second factors on the wire."""

from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from api.schemas.accounts import LARGEST_BYTES, SessionKeeping
from api.schemas.common import AnswerModel, WireModel
from shared.commands.second_factors import Proof

Code = Annotated[
    str, Field(max_length=20, description="The 6 digits that the app shows, spaces allowed")
]
RecoveryCode = Annotated[
    str, Field(max_length=64, description="Instead of a code of the app; good once")
]


class ProofIn(WireModel):
    """A code of the app or a recovery code, one of the two."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    code: Code | None = None
    recovery_code: RecoveryCode | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.code is None) == (self.recovery_code is None):
            raise PydanticCustomError("one_of", "Send code or recovery_code, one of the two.")
        return self

    @property
    def proof(self) -> Proof:
        """What is shown, for commands."""
        return Proof(self.code, self.recovery_code)


class SecondFactorAnswer(ProofIn):
    """The second step of a sign-in."""

    challenge_id: UUID = Field(description="From the problem that the first step was answered with")
    session: SessionKeeping = "bearer"


class CodeIn(WireModel):
    """A code of the app."""

    largest_bytes: ClassVar[int | None] = LARGEST_BYTES

    code: Code


class SecondFactorSetupOut(AnswerModel):
    """What goes into an authenticator app; shown this once."""

    shows_secret: ClassVar[bool] = True

    secret: str = Field(description="In base 32, to be typed in")
    uri: str = Field(description="otpauth://…, to be shown as a QR code")


class RecoveryCodesOut(AnswerModel):
    """The recovery codes, shown this once; each is good once."""

    shows_secret: ClassVar[bool] = True

    recovery_codes: list[str]
