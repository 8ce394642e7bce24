import type { INodeProperties } from 'n8n-workflow';
import type { Prices } from '../../../../zendesk/seats/savings';
import type { Refusal } from '../../../../zendesk/verdict';
import type { Field, Form } from '../../../shared/form';
import { allOrRefusal, readPrice, readText } from '../../../shared/values';

const MOST = 1_000_000;
const USUAL_CURRENCY = 'USD';

const CURRENCY: INodeProperties = {
	displayName: 'Currency',
	name: 'currency',
	type: 'string',
	default: USUAL_CURRENCY,
	placeholder: 'e.g. EUR',
	description: 'The three-letter code of the currency',
};

const LIGHT: INodeProperties = {
	displayName: 'Light Seat per Month',
	name: 'lightSeat',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MOST, numberPrecision: 2 },
	default: 0,
	description: 'What the seat of one light agent costs a month',
};

const PAID: INodeProperties = {
	displayName: 'Paid Seat per Month',
	name: 'paidSeat',
	type: 'number',
	typeOptions: { minValue: 0, maxValue: MOST, numberPrecision: 2 },
	default: 0,
	description: 'What one paid seat costs a month',
};

export const pricesField: INodeProperties = {
	displayName: 'Prices',
	name: 'prices',
	type: 'collection',
	placeholder: 'Add Price',
	default: {},
	description: 'What the seats cost; without prices the report shows no amounts',
	options: [CURRENCY, LIGHT, PAID],
};

function readCurrency(value: unknown): string {
	const code = (readText(value) ?? USUAL_CURRENCY).toUpperCase();
	if (/^[A-Z]{3}$/.test(code)) return code;
	throw new RangeError(`'${code}' is not the code of a currency like EUR`);
}

/** @returns the prices; `undefined` when none is given */
export function readPrices(form: Form): Prices | Refusal | undefined {
	const collection = form.within(pricesField);
	const readMoney = (field: Field) =>
		collection.required(field, (value) => readPrice(value, MOST), 0);
	const prices = allOrRefusal<Prices>({
		paid: readMoney(PAID),
		light: readMoney(LIGHT),
		currency: collection.optional(CURRENCY, readCurrency) ?? USUAL_CURRENCY,
	});
	const isFree = 'paid' in prices && prices.paid === 0 && prices.light === 0;
	return isFree ? undefined : prices;
}
