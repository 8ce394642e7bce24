import type { INodeProperties } from 'n8n-workflow';
import { ZendeskUsers } from '../../../nodes/ZendeskUsers/ZendeskUsers.node';
import { ZendeskUserSync } from '../../../nodes/ZendeskUserSync/ZendeskUserSync.node';
import { ALL, SCENES } from '../../security/operations';
import { clearStages, type NodeResult, setStage } from '../engine';
import { partFrom } from '../../part';

/** Every parameter of every operation, from the nodes' own descriptions, with whatever an expression can give. */

afterEach(clearStages);

/** For operations that only read, where each run costs the reading. */
const SOME_JUNK = ['"perhaps"', 'null', '({})', '[]'];
const JUNK = [
	'"true"',
	'"yes"',
	'1',
	'null',
	'undefined',
	'({})',
	'[]',
	'"perhaps"',
	'"constructor"',
];
/** Said by none of them: that the run is to write. */
const NAMES_OF_ENGINE =
	/is not a function|is not iterable|Cannot (read|convert|set|use)|undefined is not|Unexpected token|\[object \w+\]|not valid JSON/;

const FORMS: Record<string, INodeProperties[]> = {
	users: new ZendeskUsers().description.properties,
	sync: new ZendeskUserSync().description.properties,
};

interface Place {
	/** The collection it is in. */
	collection?: string;
	property: INodeProperties;
}

const READ = new Set([
	'boolean',
	'options',
	'multiOptions',
	'number',
	'string',
	'json',
	'dateTime',
	'resourceLocator',
]);

function placesOf(name: string): Place[] {
	const [resource, operation] = name.split('/');
	const shown = (resource === 'sync' ? FORMS.sync : FORMS.users).filter(({ displayOptions }) => {
		const show = displayOptions?.show;
		return (
			show?.operation?.includes(operation) &&
			(resource === 'sync' || show.resource?.includes(resource))
		);
	});
	const all = shown.flatMap((property): Place[] =>
		property.type === 'collection'
			? (property.options as INodeProperties[]).map((entry) => ({
					collection: property.name,
					property: entry,
				}))
			: [{ property }],
	);
	return all.filter(({ property }) => READ.has(property.type));
}

function filledIn(given: Record<string, unknown>, { collection, property }: Place, value: unknown) {
	if (collection === undefined) return { ...given, [property.name]: value };
	const entries = given[collection] as object | undefined;
	return { ...given, [collection]: { ...entries, [property.name]: value } };
}

/** All that people read of a run. */
function saidBy({ items, outputs, error }: NodeResult): string {
	const messages = [...items, ...outputs.flat()].map(({ message, advice }) => [message, advice]);
	return JSON.stringify([messages, error?.message, error?.description]);
}

const dryRunOf = (places: Place[]) => places.find(({ property }) => property.name === 'dryRun');

const TRIES_OF_PART = 30;

describe.each(
	ALL.map(({ name, writes }, which) => ({ name, writes, places: placesOf(name), which })),
)('$name', ({ name, writes, places, which }) => {
	const play = async (place: Place, junk: string, isDry: boolean) => {
		const { sim, run } = setStage();
		const scene = SCENES[name].at(-1)!(sim);
		const dry = isDry ? dryRunOf(places) : undefined;
		const given = dry ? filledIn(scene.parameters, dry, true) : scene.parameters;
		const parameters = filledIn(given, place, `={{ ${junk} }}`);
		const result = await run({ ...scene, onError: 'continueRegularOutput', parameters });
		const writesMade = sim.log.writes().length;
		clearStages();
		return { said: saidBy(result), writesMade };
	};

	it('has its parameters in the description', () => {
		expect(places.length).toBeGreaterThan(0);
		expect(dryRunOf(places) !== undefined).toBe(writes);
	});

	it('never shows an error of the engine, and writes nothing in a dry run', async () => {
		const tries = places
			.filter((one) => one !== dryRunOf(places))
			.flatMap((place) => (writes ? JUNK : SOME_JUNK).map((junk) => ({ place, junk })));
		for (const { place, junk } of partFrom(tries, TRIES_OF_PART, which)) {
			const { said, writesMade } = await play(place, junk, true);
			const where = `${place.property.displayName} = ${junk}`;
			expect([where, writesMade]).toEqual([where, 0]);
			expect(`${where}: ${NAMES_OF_ENGINE.exec(said)?.[0]}`).toBe(`${where}: undefined`);
		}
	});

	it('writes nothing whatever stands in Dry Run, as long as it is no plain no', async () => {
		const place = dryRunOf(places);
		for (const junk of place ? JUNK : []) {
			const { said, writesMade } = await play(place!, junk, false);
			expect([junk, writesMade]).toEqual([junk, 0]);
			expect(said).not.toMatch(NAMES_OF_ENGINE);
		}
	});
});
