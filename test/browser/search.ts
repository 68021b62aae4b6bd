import { describe, expect, it } from 'vitest';
import { expectFocus, type Site, settled, type Visit } from './site.ts';

const fieldOf = ({ page }: Visit) => page.getByRole('searchbox');
const foundOn = ({ page }: Visit) => page.getByRole('search').getByRole('listitem').getByRole('link');

/** Tests of the company search. They require the sample months. */
export function describeSearch(site: Site): void {
  async function searchFor(text: string): Promise<Visit> {
    const visit = await site.open();
    await visit.goto('/company');
    await fieldOf(visit).pressSequentially(text);
    return visit;
  }

  describe('The company search', () => {
    it('shows results while typing and supports arrow keys in the results', async () => {
      const visit = await searchFor('films');
      const { page, log } = visit;
      const found = foundOn(visit);
      const field = fieldOf(visit);
      await found.nth(2).waitFor();

      await field.press('ArrowDown');
      await expectFocus(found.nth(0));
      await page.keyboard.press('ArrowDown');
      await expectFocus(found.nth(1));
      await page.keyboard.press('ArrowUp');
      await page.keyboard.press('ArrowUp');
      await expectFocus(field);
      await page.keyboard.press('ArrowDown');
      const name = await found.nth(0).innerText();
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/company\/\d+$/);
      await page.getByRole('heading', { level: 1, name }).waitFor();
      await settled(page);

      expect(log.faults).toEqual([]);
    });

    it('opens the first result on Enter', async () => {
      const visit = await searchFor('春天影');
      await foundOn(visit).first().waitFor();
      await fieldOf(visit).press('Enter');

      await visit.page.waitForURL('**/company/18');
    });

    it.each([
      ['dvoracek', 'Isherwood & Dvořáček Film Fund'],
      ['OYSTEINS SPARROW', "Øystein's Sparrow Motion Pictures"],
      ['omalley street', "O'Malley Street Films"],
      ['Weissmann', 'Weißmann Media'],
      ['한강', '한강 픽처스'],
      ['bold', '<b>Bold</b> Pictures'],
    ])('returns for the query %s: %s', async (text, name) => {
      const visit = await searchFor(text);

      await foundOn(visit).getByText(name, { exact: true }).first().waitFor();
    });

    it.each(['meridianx', '9999', '스'])(
      'for %s reports that no company matches and removes previous results',
      async (text) => {
        const visit = await searchFor(text);

        await visit.page.getByText(`begins with “${text}”`).waitFor();
        expect(await foundOn(visit).count()).toBe(0);
      },
    );

    it('keeps the query in the address after a reload and after back', async () => {
      const visit = await searchFor('meridian');
      const { page } = visit;
      await foundOn(visit).first().waitFor();
      expect(new URL(page.url()).search).toBe('?q=meridian');

      await page.reload();
      await foundOn(visit).first().click();
      await page.waitForURL(/\/company\/\d+$/);
      await page.goBack();
      await foundOn(visit).first().waitFor();

      expect(await fieldOf(visit).inputValue()).toBe('meridian');
    });
  });
}
