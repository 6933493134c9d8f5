"""What is recorded of a message that leaves: through which channel, and what came of it."""

from shared.observability.tracing import step
from workers.notifications.channels.channel import (
    Accepted,
    Channel,
    OutgoingMessage,
    PermanentDelivery,
    TransientDelivery,
)


async def deliver(channel: Channel, message: OutgoingMessage, attempt: int = 1) -> Accepted:
    """The channel has taken the message; never the address nor a word of it is recorded.

    Raises:
        DeliveryError: as `Channel.deliver`.
    """
    with step(f"deliver {channel.name}", channel.name) as spans:
        outcome = "internal_error"
        try:
            accepted = await channel.deliver(message)
            outcome = "sent"
        except PermanentDelivery:
            outcome = "failed"
            raise
        except TransientDelivery:
            outcome = "given_back"
            raise
        finally:
            for span in spans:
                span.set("channel", channel.name)
                span.set("outcome", outcome)
                span.set("attempt", attempt)
                span.set("reminder_id", str(message.reminder_id))
    return accepted
