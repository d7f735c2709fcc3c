/**
 * The Jacobian J of a map at samples, from products Ju and Jᵀw alone.
 *
 * <p>A least-action map is the gradient of a convex function (Brenier; Karkar et al. 2020, Theorem 7), so almost
 * everywhere its Jacobian is symmetric with eigenvalues of at least 0. This package measures
 * <ul>
 *   <li>σ_max = ‖J‖, the local Lipschitz constant, and σ_min;
 *   <li>the asymmetry ‖J − Jᵀ‖_F / 2‖J‖_F, in [0, 1]: 0 for gradients, 1/√2 for matrices of independent entries;
 *   <li>the smallest eigenvalue of (J + Jᵀ)/2: negative where the map is not monotone;
 *   <li>‖J − I‖ of a residual block: below 1 everywhere, the block can be inverted (Behrmann et al. 2019). Evaluated
 *       at samples it is a lower bound of v's Lipschitz constant, so it can refute but not prove.
 * </ul>
 *
 * <p>Up to 32 dimensions the full matrices are computed. Beyond, Golub–Kahan bidiagonalisation and Lanczos give bounds
 * from one side and, by a bound on random starts, an interval to the other; Hutchinson's estimator gives the asymmetry
 * with its Monte-Carlo error. All points advance together, in the batches that a network takes.
 *
 * <pre>{@code
 * JacobianField field = JacobianField.of(products, x, d);     // role 'differentiate' of a flow, points [n, d]
 * List<LocalJacobian> all = LocalJacobian.of(field, JacobianOptions.defaults());
 * JacobianSummary summary = JacobianSummary.of(all, Bootstrap.defaults());
 * summary.lipschitz();                                        // greatest σ_max at these points
 * summary.asymmetry();                                        // 0 for an optimal map
 * summary.leastEigenvalue();                                  // at least 0 for an optimal map
 * }</pre>
 *
 * <p>References: G. Golub, W. Kahan, Calculating the singular values and pseudo-inverse of a matrix, SIAM J. Numer.
 * Anal. 2 (1965); J. Kuczyński, H. Woźniakowski, Estimating the largest eigenvalue by the power and Lanczos algorithms
 * with a random start, SIAM J. Matrix Anal. Appl. 13 (1992); M. Hutchinson, A stochastic estimator of the trace of the
 * influence matrix, Comm. Stat. Simul. 19 (1990); J. Behrmann et al., Invertible residual networks, ICML 2019.
 */
package org.leastaction.metrics.jacobian;
