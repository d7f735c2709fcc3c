/**
 * Exact derivatives of ONNX networks, as ONNX networks.
 *
 * <p>{@link org.leastaction.onnx.gradient.Differentiation} adds to the operations of a subgraph those of its products
 * Jᵀ·w or J·u, or of the gradients of its log-probabilities, by one rule for each operator
 * ({@code PointwiseRules}, {@code ReductionRules}, {@code ProductRules}, {@code WindowRules},
 * {@code RearrangementRules}); operators such as LayerNormalization are first replaced by their definitions
 * ({@code Definitions}). The result runs in any runtime: it needs no operator that is made for training. An operation
 * without a rule is named by a {@link org.leastaction.onnx.gradient.NotDifferentiableException}.
 *
 * <p>At kinks there is a convention: 0 for ReLU at 0, the first of equal numbers for the maximum of a window, equal
 * shares for other maxima.
 *
 * <pre>{@code
 * Differentiation derivatives = new Differentiation(facts, factsAtAnotherBatch);
 * ModelProto product = derivatives.vectorJacobian(new Submodel(graph, facts).between(from, layout, List.of(to), FREE));
 * }</pre>
 *
 * <p>A. Griewank and A. Walther, Evaluating Derivatives (2008); for the transposition of linear operations R. Frostig
 * et al., Decomposing reverse-mode automatic differentiation (2021).
 */
package org.leastaction.onnx.gradient;
