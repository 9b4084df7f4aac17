"""The chat as a person finds it: by what is written and what can be pressed, not by how it is built."""

from playwright.sync_api import Locator, Page, expect


class ChatPage:
    """One tab with the chat."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.log = page.get_by_role("log", name="Your chat")
        self.messages = self.log.get_by_role("article")
        self.box = page.get_by_role("textbox", name="Your message")

    def say(self, text: str) -> None:
        self.box.fill(text)
        self.page.get_by_role("button", name="Send").click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).click()

    def expect(self, words: str) -> Locator:
        """The last message with these words, as soon as it is there."""
        found = self.messages.filter(has_text=words).last
        expect(found).to_be_visible()
        return found

    def mine(self) -> list[str]:
        """What the person said, as shown."""
        return self.log.locator(".person > p:not(.hidden):not(.state)").all_inner_texts()

    def everything(self) -> list[str]:
        """Every message, in order."""
        return self.messages.all_inner_texts()
