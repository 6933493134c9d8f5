"""The API as it is started, with a model in its settings."""

from api.assistant.settings import AssistantSettings
from shared.core.settings import KafkaSettings
from tests.integration.api.assistant.asking import KEY, settings_for
from tests.integration.api.assistant.talking import events_of
from tests.integration.api.conftest import NOBODY
from tests.integration.api.running import serving
from tests.openai_server.clever import clever
from tests.openai_server.server import openai_server
from tests.services.kafka import PARTITIONS

PASSWORD = "correct horse battery staple"


async def test_the_chat_asks_the_model_of_the_settings(database_settings):
    kafka = KafkaSettings(brokers=NOBODY, partitions=PARTITIONS)
    async with openai_server(otherwise=clever, key=KEY) as server:
        chosen: AssistantSettings = settings_for(server.url)
        async with serving(database_settings, kafka, assistant=chosen) as served:
            account = {"email": "ada@example.com", "password": PASSWORD}
            made = await served.client.post("/api/auth/sign-up", json=account)
            headers = {"authorization": f"Bearer {made.json()['access_token']}"}
            about = (await served.client.get("/api/chat", headers=headers)).json()
            said = {"message": "Pay rent on the 1st"}
            answer = await served.client.post("/api/chat", json=said, headers=headers)
    assert (about["agent"], about["model"]) == ("model", "scripted")
    texts = [data["text"] for name, data in events_of(answer.text) if name == "text"]
    assert "".join(texts).startswith("Added “Pay rent”")
    assert len(server.requests) == 2
