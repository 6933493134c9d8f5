"""A built web app, as small as one can be."""

PAGE = (
    '<!doctype html><html lang="en"><head><meta name="csp-nonce" content="__CSP_NONCE__" />'
    '<script src="/theme.js"></script></head><body><div id="root"></div>'
    '<script type="module" src="/assets/main-B1x2.js"></script></body></html>'
)
SCRIPT = "export const words = " + repr(["remind me"] * 200) + ";\n"
PIXEL = bytes.fromhex("89504e470d0a1a0a") + bytes(range(256)) * 4
FILES = {
    "index.html": PAGE.encode(),
    "theme.js": b"document.documentElement.dataset.theme = 'dark'\n",
    "sw.js": b"self.addEventListener('install', () => {})\n",
    "manifest.webmanifest": b'{"name": "Rondel"}',
    "favicon.svg": b'<svg xmlns="http://www.w3.org/2000/svg"></svg>',
    "icons/icon-192.png": PIXEL,
    "assets/main-B1x2.js": SCRIPT.encode(),
    "assets/main-C3d4.css": b"body { margin: 0 }\n" * 60,
    "assets/inter-E5f6.woff2": bytes(range(256)) * 8,
    ".vite/manifest.json": b"{}",
}


def make_build(folder, **more):
    """The folder holds a build; `more` replaces files of it by name, or leaves them out (None)."""
    for name, content in {**FILES, **more}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return folder
