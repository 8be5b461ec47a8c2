"""PYP/1 section 4 a second time: the server's table and the agent's rules, as plainly as the text has them."""


def classify(stored, request, now, breaker):
    """stored and request are dicts of the specification's names; returns (row, verdict, stored afterwards)."""
    after = dict(stored)
    head, ring, seq = stored["link"], stored["ring"], stored["seq"]
    known = {request["prev"]} | set(request["tried"])

    def accepted():
        if after["machine"] != request["machine"]:
            after["machine"], after["machine_at"] = request["machine"], now
        after["boot"], after["seen_at"] = request["boot"], now

    if stored["standing"] in ("quarantined", "rejected", "revoked"):
        return 1, "STANDING", after
    if stored["adopt_machine"] is not None:
        if stored["adopt_machine"] != request["machine"] or request["created"] < stored["adopt_at"]:
            return 2, "LINK_UNKNOWN", after
        if request["next"] == head or request["next"] in ring:
            return 2, "LINK_OLD", after  # README: "A resume takes new links only"
        after.update(seq=request["seq"], link=request["next"], ring=[], adopt_machine=None, adopt_at=None)
        accepted()
        return 2, "ADOPT", after
    if request["next"] == head:
        accepted()
        return 3, "REPEAT", after
    if head in known and request["seq"] > seq:
        # "newest first": prev is younger than any of tried, tried is written in the order the links were made, and the old
        # head stands where it was made.
        young_first = [request["prev"]] + request["tried"][::-1]
        after.update(seq=request["seq"], link=request["next"])
        after["ring"] = ([one for one in young_first if one not in ring] + ring)[:32]
        accepted()
        return 4, "ADVANCE", after
    if request["next"] in ring:
        return 5, "LINK_OLD", after
    if known & set(ring):
        if breaker:
            return 6, "LINK_UNKNOWN", after
        after["standing"] = "quarantined"
        return 6, "COPY", after
    return 7, "LINK_UNKNOWN", after


class Agent:
    """Rules 1 to 4. Fresh links are handed in."""

    def __init__(self, first):
        self.s, self.seq, self.pending, self.sure = [first], 0, False, False

    def restart(self):
        self.sure = False

    def attempt(self, fresh):
        if not self.pending:
            self.s.append(fresh)
            self.seq += 1
            self.pending = True
        k = len(self.s) - 1
        return {"seq": self.seq, "prev": self.s[k - 1], "next": self.s[k],
                "tried": [] if self.sure else self.s[:max(0, k - 1)], "want": (not self.sure) or k >= 8}

    def reply(self, kind, wanted, accepted, standing, why, fresh):
        if kind == "answer":
            took = accepted and standing in ("pending", "active", "probation") and why not in ("clock_skew", "standing")
            if took:
                self.s, self.pending, self.sure = [self.s[-1]], False, True
            elif standing == "quarantined":
                self.branch(fresh)
        elif kind == "plain" and not wanted:
            self.pending, self.sure = False, True
        elif kind == "linkOld":
            self.branch(fresh)
        elif kind == "none":
            self.sure = False

    def branch(self, fresh):
        self.sure = False
        if len(self.s) - 1 < 12:
            self.s.append(fresh)
            self.seq += 1
            self.pending = True
