/**
 * Frontiers between classes, and the separation of classes.
 *
 * <p>The paper (Karkar et al. 2020, after Proposition 2) argues that a Hölder map changes the dimension of the frontier
 * between classes by less than a factor of 1/η, and conjectures that transport simplifies it. This package measures the
 * dimension before and after transport:
 * <ul>
 *   <li>in the plane by counting boxes on a lattice that a network classifies,
 *       {@link org.leastaction.metrics.frontier.PlaneFrontier};
 *   <li>in any dimension from labelled points, from how often nearby points belong to different classes,
 *       {@link org.leastaction.metrics.frontier.NeighbourFrontier};
 * </ul>
 * and, block by block, the separation of classes: linear probe, purity of neighbourhoods, Fisher's ratio
 * ({@link org.leastaction.metrics.frontier.ClassSeparation}).
 *
 * <pre>{@code
 * BoxCounting boxes = PlaneFrontier.of(x, points -> network.classesOf(points), 512, 4_096);
 * boxes.dimension();                                   // 1 for a smooth curve
 * double[][] distances = PairDistances.of(x, Parallelism.available());
 * NeighbourFrontier.of(distances, labels, 0).orElseThrow().dimension();
 * ClassSeparation.of(distances, labels, 10, 10).probe();
 * }</pre>
 *
 * <p>References: C. Grebogi, S. McDonald, E. Ott, J. Yorke, Final state sensitivity, Physics Letters A 99 (1983);
 * P. Grassberger, I. Procaccia, Measuring the strangeness of strange attractors, Physica D 9 (1983); G. Alain,
 * Y. Bengio, Understanding intermediate layers using linear classifier probes, 2016.
 */
package org.leastaction.metrics.frontier;
