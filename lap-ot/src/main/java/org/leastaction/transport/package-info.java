/**
 * Transport along a flow: the cost of a network's map, and its gap to an optimal map.
 *
 * <p>A {@link org.leastaction.transport.FlowMeasurement} runs inputs through a model once, in batches, and keeps the
 * data that all measures need: costs by block and by sample, the start and end points of the particles, and the
 * classifier's output. A {@link org.leastaction.transport.TransportGap} then compares the pairing x → T(x) with the
 * optimal one between the same points: D = mean ‖T(x) − x‖² against W₂². The gap D − W₂² is 0 exactly if T is an
 * optimal map of its samples, and Gelbrich's bound ≤ W₂² ≤ D ≤ action (Karkar et al. 2020, sections 3 and 4).
 *
 * <pre>{@code
 * MeasuredFlow flow = FlowMeasurement.defaults().measure(model, images);
 * flow.cost().total();                  // (1/n) Σ Σ ‖v‖²
 * flow.straightness();                  // D / action, 1 at best
 * FlowMeasurement.defaults().costs(model, images).action();   // faster if the particles are not needed
 * FlowGap gap = FlowGap.of(flow, Parallelism.available());
 * gap.relativeGap();                    // (D − W₂²) / D
 * TransportGap.of(x, tx, Parallelism.available()).epsilonSup();   // any paired points
 * ClassGaps.of(flow, labels, Parallelism.available()).of(FlowGap::gap);   // each class's own map
 * EntropicGap.of(x, tx, OptionalDouble.empty(), Parallelism.available()).gap();   // D − S_ε
 * }</pre>
 *
 * <p>Reference: J.-D. Benamou and Y. Brenier, A computational fluid mechanics solution to the Monge–Kantorovich mass
 * transfer problem, Numerische Mathematik 84 (2000), 375–393.
 */
package org.leastaction.transport;
