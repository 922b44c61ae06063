import { Table } from '@mantine/core';
import type { ReactNode } from 'react';
import type { BillingView } from '../../app/api/contract/practice.ts';
import { moneyInWords } from '../../app/base/money.ts';
import { ShownText } from '../inbox/shown-text.tsx';
import { When } from '../runs/when.tsx';
import { day, subscriptionInWords } from './billing-words.ts';
import styles from './practice.module.css';

/** The company's billing: who pays what, the charges, and the refunds with who made and who approved them. */
export function BillingPanel({ billing }: { readonly billing: BillingView }): ReactNode {
  const nameOf = (id: string): string => billing.customers.find((customer) => customer.id === id)?.name ?? id;
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reachable by keys
    <div className={styles['pane']} role="region" aria-label="Billing" tabIndex={0}>
      <h2 className={styles['title']} id="refunds">
        Refunds
      </h2>
      {billing.refunds.length === 0 ? (
        <p className={styles['meta']}>None yet.</p>
      ) : (
        <Table aria-labelledby="refunds" verticalSpacing={5} mb="lg">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Amount</Table.Th>
              <Table.Th>Customer</Table.Th>
              <Table.Th>Charge</Table.Th>
              <Table.Th>Reason</Table.Th>
              <Table.Th>Made by</Table.Th>
              <Table.Th>Approved by</Table.Th>
              <Table.Th>When</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {billing.refunds.map((refund) => (
              <Table.Tr key={refund.id}>
                <Table.Td fw={600}>{moneyInWords(refund)}</Table.Td>
                <Table.Td>{nameOf(refund.customer)}</Table.Td>
                <Table.Td>{refund.charge}</Table.Td>
                <Table.Td>
                  <ShownText text={(refund.reason ?? '').replaceAll('_', ' ')} />
                </Table.Td>
                <Table.Td>{refund.madeBy.name}</Table.Td>
                <Table.Td>{refund.approvedBy ?? 'nobody was asked'}</Table.Td>
                <Table.Td>
                  <When at={refund.at} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <h2 className={styles['title']} id="customers">
        Customers
      </h2>
      <Table aria-labelledby="customers" verticalSpacing={5} mb="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th>E-mail</Table.Th>
            <Table.Th>Subscription</Table.Th>
            <Table.Th>Contract</Table.Th>
            <Table.Th>Account manager</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {billing.customers.map((customer) => (
            <Table.Tr key={customer.id}>
              <Table.Td fw={600}>
                {customer.name} {customer.vip && <span className={styles['tag']}>VIP</span>}
              </Table.Td>
              <Table.Td>{customer.email}</Table.Td>
              <Table.Td>{subscriptionInWords(customer)}</Table.Td>
              <Table.Td>
                {customer.contractUntil === null ? 'by the month' : `until ${day(customer.contractUntil)}`}
              </Table.Td>
              <Table.Td>{customer.accountManager}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <h2 className={styles['title']} id="charges">
        Charges
      </h2>
      <Table aria-labelledby="charges" verticalSpacing={5}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Amount</Table.Th>
            <Table.Th>Given back</Table.Th>
            <Table.Th>Customer</Table.Th>
            <Table.Th>For</Table.Th>
            <Table.Th>Charge</Table.Th>
            <Table.Th>When</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {billing.charges.map((charge) => (
            <Table.Tr key={charge.id}>
              <Table.Td fw={600}>{moneyInWords(charge)}</Table.Td>
              <Table.Td>
                {charge.refunded > 0
                  ? moneyInWords({ amount: charge.refunded, currency: charge.currency })
                  : ''}
              </Table.Td>
              <Table.Td>{nameOf(charge.customer)}</Table.Td>
              <Table.Td>{charge.description}</Table.Td>
              <Table.Td>{charge.id}</Table.Td>
              <Table.Td>
                <When at={charge.at} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}
