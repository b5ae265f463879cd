import { createHmac } from "node:crypto";
import { isSigned } from "../../../../runtime/core/signature";

/** Of the scheme's own documentation. */
const published = {
	secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
	id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
	timestamp: "1614265330",
	body: Buffer.from('{"test": 2432232314}'),
	signature: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
};
const { secret, ...message } = published;
const { signature } = published;
const bytes = signature.slice("v1,".length);

const signedBy = (key: string | Buffer, body = message.body) => {
	const text = `${message.id}.${message.timestamp}.`;
	const digest = createHmac("sha256", key).update(text).update(body).digest();
	return `v1,${digest.toString("base64")}`;
};

describe("a signature is accepted", () => {
	const invalidUtf8 = Buffer.from([0xff, 0xfe, 0x00, 0x7b]);
	test.each([
		["of the published example", message, [secret]],
		[
			"where it is one of several",
			{ ...message, signature: `v1,${"A".repeat(43)}= ${signature} v1a,xyz` },
			[secret],
		],
		["by the secret before", message, ["whsec_bmV3", secret]],
		[
			"by a secret that is plain text",
			{ ...message, signature: signedBy("plain") },
			["plain"],
		],
		[
			"of bytes that are no text",
			{
				...message,
				body: invalidUtf8,
				signature: signedBy("plain", invalidUtf8),
			},
			["plain"],
		],
		[
			"of no body",
			{
				...message,
				body: Buffer.alloc(0),
				signature: signedBy("plain", Buffer.alloc(0)),
			},
			["plain"],
		],
	])("%s", (_, signed, secrets) => {
		expect(isSigned(signed, secrets)).toBe(true);
	});
});

describe("a signature is refused", () => {
	test.each([
		[
			"of another body",
			{ ...message, body: Buffer.from('{"test":2432232314}') },
			[secret],
		],
		["of another id", { ...message, id: "msg_other" }, [secret]],
		["of another time", { ...message, timestamp: "1614265331" }, [secret]],
		["by another secret", message, ["whsec_bmV3", "plain"]],
		["without a secret", message, []],
		[
			"by an empty secret",
			{ ...message, signature: signedBy("") },
			["", "whsec_"],
		],
		["of another version", { ...message, signature: `v2,${bytes}` }, [secret]],
		["without a version", { ...message, signature: bytes }, [secret]],
		[
			"that is cut short",
			{ ...message, signature: signature.slice(0, 20) },
			[secret],
		],
		["that is longer", { ...message, signature: `v1,AAAA${bytes}` }, [secret]],
		["that is empty", { ...message, signature: "" }, [secret]],
		["that is only a version", { ...message, signature: "v1," }, [secret]],
	])("%s", (_, signed, secrets) => {
		expect(isSigned(signed, secrets)).toBe(false);
	});
});
