import * as declared from "../../../../local/provider/inputs/declared";
import { readInputs } from "../../../../local/provider/inputs/read";
import { replacing } from "../../../../local/provider/replacing";

it("knows what the installed @pulumi/aws declares (else: npm run inputs)", () => {
	const { version, types, objects } = declared;
	const read = readInputs(Object.keys(replacing).sort());
	expect({ version, types, objects }).toEqual(read);
	expect(Object.keys(objects).length).toBeGreaterThan(100);
});
