/**
 * The settings of trainings, read from the options of {@code lap train} or from a study's file, checked and converted
 * to runs.
 *
 * <pre>{@code
 * TrainingSchema schema = new TrainingSchema(backends.families(), Objectives.ofThisLibrary());
 * TrainingSettings settings = schema.read(new Given(Map.of("model", "mlp", "width", "8"), ""));
 * TrainingRun run = settings.run(data, Optional.empty(), 7);
 * }</pre>
 *
 * <p>The names, types, ranges, defaults and help of settings are declared once: those of every training in
 * {@link org.leastaction.bench.training.TrainingSchema}, those of networks by their families, those of objectives by
 * their providers.
 */
package org.leastaction.bench.training;
