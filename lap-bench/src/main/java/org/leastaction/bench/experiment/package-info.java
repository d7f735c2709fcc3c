/**
 * Many trainings, measured and kept: an experiment is a list of instances; the runner trains and measures those that a
 * run directory does not hold yet, so that it can be stopped at any moment and goes on where it was.
 *
 * <pre>{@code
 * List<Instance> instances = CirclesExperiment.demo().instances(backends.family("mlp"));
 * new ExperimentRunner(backend, Execution.defaults(), FlowAnalysis.defaults()).run(instances, directory, done -> {});
 * Report.write(directory, directory.reportFile());
 * }</pre>
 */
package org.leastaction.bench.experiment;
