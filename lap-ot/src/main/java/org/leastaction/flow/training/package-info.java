/**
 * The role 'train': networks, initialisations, and the results of training.
 *
 * <p>A {@link org.leastaction.flow.training.TrainingRun} contains everything that determines the result of a training;
 * the {@link org.leastaction.flow.training.FlowTrainer} of a backend executes it. It minimises an
 * {@link org.leastaction.flow.objective.Objective}.
 *
 * <pre>{@code
 * TrainingRun run = new TrainingRun(
 *         trainer.family("mlp").orElseThrow().network(List.of(2), 2).with("width", 2),
 *         Initialisation.normal(5),
 *         Objective.leastAction(0.1, 0.1, 5),
 *         TrainingOptions.defaults().withEpochs(100).withSeed(7),
 *         train, test);
 * try (TrainedFlow trained = trainer.train(List.of(run), Execution.defaults(), TrainingListener.NONE).get(0)) {
 *     trained.curve().lastTestAccuracy();
 * }
 * }</pre>
 *
 * <p>With a {@link org.leastaction.flow.training.Checkpointing} a training can be killed at any time; started again, it
 * resumes and ends with the same result. An {@link org.leastaction.flow.training.Augmentation} varies the points from
 * epoch to epoch, as a function of seed, epoch and row alone.
 */
package org.leastaction.flow.training;
