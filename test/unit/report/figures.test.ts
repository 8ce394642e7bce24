import { keyFigures, moneyTag, moneyText } from '../../../zendesk/report/figures';

const sums = { amounts: { saving: 1265.5 }, days: [] };

it.each([
	[1265, 0, 'EUR\u00a01,265'],
	[1265.5, 2, 'EUR\u00a01,265.50'],
	[0.1 + 0.2, 2, 'EUR\u00a00.30'],
	[0, 2, 'EUR\u00a00.00'],
] as const)('writes %d with %d digits as %s', (amount, digits, text) => {
	expect(moneyText(amount, { code: 'EUR', digits })).toBe(text);
});

it('tells the script how to write a sum of money', () => {
	const currency = { code: 'EUR', digits: 2 } as const;
	expect(moneyTag(sums, 'saving', currency).text).toBe(
		'<span data-figure="saving" data-currency="EUR" data-digits="2">EUR\u00a01,265.50</span>',
	);
	const [money, number] = [currency, undefined].map(
		(of) => keyFigures(sums, [{ label: 'Saving', figure: 'saving', currency: of }]).text,
	);
	expect(money).toContain('class="figure money"');
	expect(money).toContain('EUR\u00a01,265.50');
	expect(number).toContain('>1,265.5<');
});
