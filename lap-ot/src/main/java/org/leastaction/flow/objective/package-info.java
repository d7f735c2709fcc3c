/**
 * Objectives of training, written once for every backend.
 *
 * <p>An {@link org.leastaction.flow.objective.Objective} evaluates a term C on the {@linkplain
 * org.leastaction.flow.objective.BatchFlow flow of a batch} and combines it with the cross entropy and a {@linkplain
 * org.leastaction.flow.objective.Multiplier multiplier λ}; it is written in terms of an abstract
 * {@link org.leastaction.flow.objective.Arithmetic}, which a trainer implements on its tensors. The objectives of
 * Karkar et al. 2020 are among them: cross entropy alone, the transport cost at a fixed weight (section C.2), and the
 * least action principle (section 5.3). Two more lead to {@linkplain org.leastaction.flow.objective.Monge optimal maps}
 * and to {@linkplain org.leastaction.flow.objective.ModuleWise blocks that are trained separately}. A custom objective is one class:
 *
 * <pre>{@code
 * record Acceleration(double lambda) implements Objective {
 *     public String key() { return "acceleration"; }
 *     public String formula() { return "CE + λ·C, C = Σ mean |v_k − v_(k−1)|²"; }
 *     public Map<String, Object> parameters() { return Map.of("lambda", lambda); }
 *     public Multiplier multiplier() { return Multiplier.constant(lambda); }
 *     public <T> T term(BatchFlow<T> flow, Arithmetic<T> a) { … }
 *     public <T> T loss(T ce, T term, T lambda, Arithmetic<T> a) { return a.add(ce, a.multiply(lambda, term)); }
 * }
 * }</pre>
 */
package org.leastaction.flow.objective;
