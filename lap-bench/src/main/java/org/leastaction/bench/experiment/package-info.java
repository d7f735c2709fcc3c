/**
 * Experiments of many trainings: an experiment is a list of instances. The runner trains and measures those without a
 * record in a run directory, so that it can be stopped at any time and resumed.
 *
 * <pre>{@code
 * List<Instance> instances = CirclesExperiment.demo().instances(backends.family("mlp"));
 * new ExperimentRunner(backend, Execution.defaults(), FlowAnalysis.defaults()).run(instances, directory, done -> {});
 * Report.write(directory, directory.reportFile());
 * }</pre>
 */
package org.leastaction.bench.experiment;
