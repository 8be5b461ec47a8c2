"""Patchyard agent protocol, version 1, a second time: written from the specification alone, in another language and on
another cryptographic library, to be asked by the tests. Used nowhere else. Copied from nothing, least of all from ../src.
"""

import base64
import hashlib
import hmac
import json
import re

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

P = 2**255 - 19


def sha256(data):
    return hashlib.sha256(data).digest()


# 1. Bytes

class Refused(Exception):
    """The outcome 'refused', with the reason's word."""


def strict_json(data):
    if not data.startswith(b"{"):
        raise Refused("first byte")
    try:
        text = data.decode("utf-8", "strict")
    except UnicodeDecodeError:
        raise Refused("utf-8")

    def pairs(items):
        names = [name for name, _ in items]
        if len(set(names)) != len(names):
            raise Refused("duplicate")
        return dict(items)

    def integer(literal):
        value = int(literal)
        if abs(value) > 2**53 - 1:
            raise Refused("range")
        return value

    def no_number(literal):
        raise Refused("number " + literal)

    try:
        value = json.loads(text, object_pairs_hook=pairs, parse_int=integer, parse_float=no_number,
                           parse_constant=no_number, strict=True)
    except ValueError:
        raise Refused("grammar")
    except RecursionError:
        raise Refused("depth")
    walk(value, 1)
    return value


def walk(value, depth):
    if isinstance(value, str):
        if any(ch == "\0" or 0xD800 <= ord(ch) <= 0xDFFF for ch in value):
            raise Refused("character")
    elif isinstance(value, (dict, list)):
        if depth > 32:
            raise Refused("depth")
        for name in value if isinstance(value, dict) else []:
            walk(name, depth)
        for inner in value.values() if isinstance(value, dict) else value:
            walk(inner, depth + 1)


def is_text(value, limit, log=False):
    for ch in value:
        code = ord(ch)
        if 0xD800 <= code <= 0xDFFF:
            return False
        if (code <= 0x1F or 0x7F <= code <= 0x9F) and not (log and ch in "\n\t"):
            return False
    return len(value.encode("utf-8")) <= limit


def strict_base64(text):
    if not re.fullmatch(r"[A-Za-z0-9+/]*={0,2}", text) or len(text) % 4:
        raise Refused("base64")
    data = base64.b64decode(text)
    if base64.b64encode(data).decode() != text:
        raise Refused("base64")
    return data


def strong_key(raw):
    if len(raw) != 32:
        return False
    y = int.from_bytes(raw, "little") & (2**255 - 1)
    order8 = [int.from_bytes(bytes.fromhex(h), "little") for h in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a")]
    return y < P and y not in [0, 1, P - 1] + order8


def keyid(raw):
    return sha256(b"ed25519" + b"\0" + raw).hex()


def public(seed):
    # public_bytes_raw() came with cryptography 40; Debian 12 has 38.
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def sign(seed, message):
    return Ed25519PrivateKey.from_private_bytes(seed).sign(message)


def verify(raw, message, signature):
    try:
        Ed25519PublicKey.from_public_bytes(raw).verify(signature, message)
        return True
    except (InvalidSignature, ValueError):
        return False


# 2. Envelopes

def pae(kind, payload):
    return b" ".join([b"DSSEv1", str(len(kind.encode())).encode(), kind.encode(), str(len(payload)).encode(), payload])


def type_of(short):
    return "application/vnd.patchyard.%s.v1+json" % short


def seal(short, payload, seeds):
    signed = pae(type_of(short), payload)
    return {"payloadType": type_of(short), "payload": base64.b64encode(payload).decode(),
            "signatures": [{"keyid": keyid(public(s)), "sig": base64.b64encode(sign(s, signed)).decode()} for s in seeds]}


def open_envelope(envelope, short, keys, threshold):
    """keys: raw public keys allowed. Returns the payload."""
    payload = strict_base64(envelope["payload"])
    if envelope["payloadType"] != type_of(short):
        raise Refused("env_type")
    allowed = {keyid(raw): raw for raw in keys}
    good = set()
    for entry in envelope["signatures"]:
        raw = allowed.get(entry["keyid"])
        if raw is not None and verify(raw, pae(type_of(short), payload), strict_base64(entry["sig"])):
            good.add(entry["keyid"])
    if len(good) < threshold:
        raise Refused("env_signature")
    return payload


# 3. Signed requests

def sign_request(seed, method, path, body, created):
    digest = "sha-256=:%s:" % base64.b64encode(sha256(body)).decode()
    parameters = '("@method" "@path" "content-digest");created=%d;keyid="%s";alg="ed25519";tag="pyp1"' % (
        created, keyid(public(seed)))
    signature = sign(seed, signature_base(method, path, digest, parameters))
    return {"content-digest": digest, "signature-input": "pyp1=" + parameters,
            "signature": "pyp1=:%s:" % base64.b64encode(signature).decode()}


def signature_base(method, path, digest, parameters):
    return ('"@method": %s\n"@path": %s\n"content-digest": %s\n"@signature-params": %s' % (
        method, path, digest, parameters)).encode()


def verify_request(headers, method, path, body, raw):
    given = headers["signature-input"]
    parameters = given[len("pyp1="):]
    match = re.fullmatch(
        r'\("@method" "@path" "content-digest"\);created=([0-9]{10});keyid="([0-9a-f]{64})";alg="ed25519";tag="pyp1"',
        parameters)
    if not given.startswith("pyp1=") or not match or match.group(2) != keyid(raw):
        return False
    digest = headers["content-digest"]
    if digest != "sha-256=:%s:" % base64.b64encode(sha256(body)).decode():
        return False
    signature = headers["signature"]
    if not (signature.startswith("pyp1=:") and signature.endswith(":")):
        return False
    try:
        plain = strict_base64(signature[6:-1])
    except Refused:
        return False
    return verify(raw, signature_base(method, path, digest, parameters), plain)


# 5, 6. Machine, server nonce, activation key, rows

def fact(name, value):
    plain = value.strip().lower()
    return hashlib.sha256(("patchyard-%s:%s" % (name, plain)).encode()).hexdigest() if plain else ""


def machine(facts):
    joined = "".join(facts[name] + "\n" for name in ("machineId", "smbios", "rootfs"))
    return sha256(joined.encode())[:16].hex()


def server_nonce(director_seed, ms, random):
    key = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"patchyard hello v1").derive(director_seed)
    head = ms.to_bytes(8, "big") + random
    return (head + hmac.new(key, head, hashlib.sha256).digest()[:16]).hex()


def activation_key(version, digest, seed):
    body = version.to_bytes(4, "big") + digest + seed
    return "pyak1_" + base64.b32encode(body + sha256(b"pyak1" + body)[:4]).decode().rstrip("=").lower()


def row_text(row):
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def section_digest(rows):
    texts = sorted(row_text(row).encode("utf-8") for row in rows)
    return hashlib.sha256(b"".join(text + b"\n" for text in texts)).hexdigest()


def inventory_digest(sections):
    return hashlib.sha256("".join("%s %s\n" % (name, sections[name]) for name in sorted(sections)).encode()).hexdigest()
