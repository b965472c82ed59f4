"""Steps 3 and 4 once more, with every lead and every customer a process of its own.

The engine works on counts: so many opportunities in a stage, so many customers of a class. Here nothing is counted
before it has happened. A lead qualifies or not, becomes an opportunity at some moment of its month, spends an
exponential time in each stage and is won or lost; a customer orders, talks, moves on and leaves. There is one SimPy
environment per replication, and the random numbers are those of Python's standard library. The package was written
from the pages under `docs/explanation` alone; of the engine it uses the scenario reader and the parameter values.

What is held still, on both sides, by `still.yaml`, which both firms extend:

- Step 1: nothing is reinvested (harvest) and nothing wears out, so that no capability changes.
- Step 2: leads are Poisson with the mean of today. No marketing money (so no adstock), content moves no leads,
  neither capability nor data change their number or quality, the market has no end.
- Step 5: lead time, stock-outs and unit cost stay.
- Step 6: a sea of cash; the firm never saves and never closes. The sales team stays as large as it is.
- World: no recessions, seasons, luck or moving rivals.
- Within step 4: nobody is embedded. The engine's embedding is a share of all customers, not a trait of each.
- The policy gives no discount.

What moves: binomial qualifying; the pipeline with clogging; price and reference price, CRM use and the win rate;
loyalty classes; lifecycle stages; service staff, strain and experience, which acts on hazards, order value and
referrals; referrals, which come back as leads; origins of wins and the classes they fall into; orders. One-off
events push them: lost data, a churn shock, a price rise, a demand shock, a rival's leap.

=============  ===================================================================
`opening`      the firm on the day before month 1
`surroundings` what one-off events do, month by month
`case`         what all replications of a scenario share
`luck`         random numbers for single people
`teams`        sales and service, the two teams everybody shares
`people`       the processes of a lead and of a customer
`firm`         the clock that leads them through a month
`record`       what is counted, and the measures made of it
`mutants`      firms with one fault each, which the comparison has to catch
`shortcuts`    what the engine leaves out on purpose, lived in full
`agreement`    the two-sample tests
`samples`      replications of both sides as arrays
`compare`      the long run; writes `docs/reference/entities.md`
=============  ===================================================================
"""
