/**
 * The contract of every backend, as tests to inherit, and the reference flow that satisfies it.
 *
 * <p>A backend's tests extend {@link org.leastaction.flow.contract.FlowModelContract} for its models,
 * {@link org.leastaction.flow.contract.FlowBackendContract} for itself and, if it trains,
 * {@link org.leastaction.flow.contract.FlowTrainerContract}:
 *
 * <pre>{@code
 * class CirclesFlowTest extends FlowModelContract {
 *     @Override protected FlowModel open() throws IOException { return backend.open(folder, Execution.defaults()); }
 *     @Override protected FloatPoints inputs() { return FloatPoints.of(new float[][] {{0, 1}, {1, 0}, …}); }
 *     @Override protected Set<Class<?>> roles() { return Set.of(FlowModel.class); }
 * }
 * }</pre>
 *
 * <p>{@link org.leastaction.flow.contract.AffineFlow} is a minimal flow with known properties: its blocks are affine,
 * so T is one affine map, its Jacobian one matrix, and the transport of a {@linkplain
 * org.leastaction.flow.contract.Gaussian normal distribution} has a closed form (Gelbrich 1990). Estimators are tested
 * on it; it is also the example of a backend to which {@code docs/backend-guide.md} refers.
 *
 * <p>Needs JUnit Jupiter and AssertJ on the class path; artifact {@code lap-ot}, classifier {@code contract}.
 */
package org.leastaction.flow.contract;
