"""Questions on standard input, one JSON object a line; answers on standard output, one a line, in the same order."""

import json
import sys

import links
import pyp1

sys.setrecursionlimit(20000)


def h(text):
    return bytes.fromhex(text)


def refusal(step):
    try:
        return {"ok": step()}
    except pyp1.Refused as e:
        return {"refused": str(e)}


def agent_walk(q):
    agent = links.Agent(q["first"])
    seen = []
    for step in q["steps"]:
        if step["do"] == "restart":
            agent.restart()
        elif step["do"] == "attempt":
            seen.append(agent.attempt(step["fresh"]))
        else:
            agent.reply(step["kind"], step["wanted"], step["accepted"], step["standing"], step["why"], step["fresh"])
        seen.append({"links": list(agent.s), "seq": agent.seq, "pending": agent.pending, "sure": agent.sure})
    return seen


answers = {
    "strictJson": lambda q: refusal(lambda: pyp1.strict_json(h(q["bytes"]))),
    "isText": lambda q: pyp1.is_text(q["value"], q["limit"], q["log"]),
    "base64": lambda q: refusal(lambda: pyp1.strict_base64(q["text"]).hex()),
    "strongKey": lambda q: pyp1.strong_key(h(q["raw"])),
    "key": lambda q: {"pub": pyp1.public(h(q["seed"])).hex(), "keyid": pyp1.keyid(pyp1.public(h(q["seed"])))},
    "seal": lambda q: pyp1.seal(q["type"], h(q["payload"]), [h(s) for s in q["seeds"]]),
    "open": lambda q: refusal(
        lambda: pyp1.open_envelope(q["envelope"], q["type"], [h(k) for k in q["keys"]], q["threshold"]).hex()),
    "signRequest": lambda q: pyp1.sign_request(h(q["seed"]), q["method"], q["path"], h(q["body"]), q["created"]),
    "verifyRequest": lambda q: pyp1.verify_request(q["headers"], q["method"], q["path"], h(q["body"]), h(q["key"])),
    "fact": lambda q: pyp1.fact(q["name"], q["value"]),
    "machine": lambda q: pyp1.machine(q["facts"]),
    "serverNonce": lambda q: pyp1.server_nonce(h(q["seed"]), q["ms"], h(q["random"])),
    "activationKey": lambda q: pyp1.activation_key(q["version"], h(q["digest"]), h(q["seed"])),
    "sectionDigest": lambda q: pyp1.section_digest(q["rows"]),
    "inventoryDigest": lambda q: pyp1.inventory_digest(q["sections"]),
    "classify": lambda q: list(links.classify(q["stored"], q["request"], q["now"], q["breaker"])),
    "agent": agent_walk,
}

for line in sys.stdin:
    question = json.loads(line)
    sys.stdout.write(json.dumps(answers[question["ask"]](question)) + "\n")
