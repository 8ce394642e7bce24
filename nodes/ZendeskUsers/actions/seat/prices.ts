import type { INodeProperties } from 'n8n-workflow';
import { isRecord } from '../../../../zendesk/http/errors';
import type { Prices } from '../../../../zendesk/seats/savings';
import type { Refusal } from '../../../../zendesk/verdict';
import { allOrRefusal, orRefusal, readText } from '../../../shared/values';

const MOST = 1_000_000;
const USUAL_CURRENCY = 'USD';

export const pricesField: INodeProperties = {
	displayName: 'Prices',
	name: 'prices',
	type: 'collection',
	placeholder: 'Add Price',
	default: {},
	description: 'What the seats cost; without prices the report shows no amounts',
	options: [
		{
			displayName: 'Currency',
			name: 'currency',
			type: 'string',
			default: USUAL_CURRENCY,
			placeholder: 'e.g. EUR',
			description: 'The three-letter code of the currency',
		},
		{
			displayName: 'Light Seat per Month',
			name: 'lightSeat',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MOST, numberPrecision: 2 },
			default: 0,
			description: 'What the seat of one light agent costs a month',
		},
		{
			displayName: 'Paid Seat per Month',
			name: 'paidSeat',
			type: 'number',
			typeOptions: { minValue: 0, maxValue: MOST, numberPrecision: 2 },
			default: 0,
			description: 'What one paid seat costs a month',
		},
	],
};

function readPrice(value: unknown): number | undefined {
	const text = readText(value);
	if (text === undefined) return undefined;
	const price = Number(text);
	if (price >= 0 && price <= MOST) return price;
	throw new RangeError(`'${text}' is not a price from 0 to ${MOST}`);
}

function readCurrency(value: unknown): string {
	const code = (readText(value) ?? USUAL_CURRENCY).toUpperCase();
	if (/^[A-Z]{3}$/.test(code)) return code;
	throw new RangeError(`'${code}' is not the code of a currency like EUR`);
}

/** @returns the prices; `undefined` when none is given */
export function readPrices(collection: unknown): Prices | Refusal | undefined {
	const { paidSeat, lightSeat, currency } = isRecord(collection) ? collection : {};
	const prices = allOrRefusal<Prices>({
		paid: orRefusal('Paid Seat per Month', () => readPrice(paidSeat) ?? 0),
		light: orRefusal('Light Seat per Month', () => readPrice(lightSeat) ?? 0),
		currency: orRefusal('Currency', () => readCurrency(currency)),
	});
	const isFree = 'paid' in prices && prices.paid === 0 && prices.light === 0;
	return isFree ? undefined : prices;
}
