/**
 * Ground costs: the cost of moving a unit of mass from x to y.
 *
 * <p>Optimal transport starts with a {@linkplain org.leastaction.ot.cost.GroundCost ground cost} c(x, y). The squared
 * Euclidean distance gives W₂² and is the cost of the Benamou–Brenier flow, on which the least action principle is
 * based (Karkar et al. 2020, section 3); ‖x − y‖<sub>q</sub><sup>p</sup> with p &gt; 1 gives W<sub>p</sub><sup>p</sup>.
 * Costs depend on x − y only, so they also measure a residue v of a network, as h(v) = c(0, v).
 *
 * <pre>{@code
 * GroundCost cost = GroundCost.norm(2, 1.5);                     // ‖x − y‖₂^1.5
 * CostMatrix all = CostMatrix.of(cost, x, y, Parallelism.available());
 * double c = all.get(3, 7);                                      // c(x₃, y₇)
 * }</pre>
 *
 * <p>Reference: C. Villani, Optimal Transport: Old and New, Springer 2009, chapters 4 and 7.
 */
package org.leastaction.ot.cost;
