/**
 * Entropic transport: a smoothed problem that needs neither n² memory nor n³ time.
 *
 * <p>Adding ε KL(P | a⊗b) to the cost makes the plan Pᵢⱼ = aᵢ bⱼ e^((fᵢ + gⱼ − cᵢⱼ)/ε), determined by two potentials,
 * which {@link org.leastaction.ot.entropic.SinkhornSolver} finds by alternately matching the two marginals. The plan is
 * blurred on the length scale √ε; the {@link org.leastaction.ot.entropic.SinkhornDivergence} removes the resulting bias
 * of the cost. If the kernel fits the memory allowed, it is stored and scaled, so that a step is a matrix–vector
 * product; otherwise its tiles are recomputed. Whether the iteration {@linkplain
 * org.leastaction.ot.entropic.Convergence converged} is part of the result.
 *
 * <pre>{@code
 * SinkhornSolver solver = SinkhornSolver.of(0.01);              // ε, in units of the cost
 * EntropicResult result = solver.solve(TransportProblem.squaredEuclidean(x, y));
 * result.transportCost();                                       // ⟨P, c⟩
 * boolean done = result.convergence() instanceof Convergence.Converged;
 * DoublePoints image = result.barycentricMap().of(z).points();   // also of new points z
 *
 * double divergence = solver.divergence(result.problem()).value();
 * }</pre>
 *
 * <p>References: M. Cuturi, Sinkhorn distances, NeurIPS 2013; J. Feydy et al., Interpolating between optimal transport
 * and MMD using Sinkhorn divergences, AISTATS 2019; B. Schmitzer, Stabilized sparse scaling algorithms for entropy
 * regularized transport problems, SIAM Journal on Scientific Computing 41 (2019); G. Peyré and M. Cuturi, Computational
 * Optimal Transport (2019), chapter 4.
 */
package org.leastaction.ot.entropic;
