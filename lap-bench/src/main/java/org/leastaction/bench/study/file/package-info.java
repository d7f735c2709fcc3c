/**
 * Study files in YAML; every error is reported with its line and key.
 *
 * <p>The keys under {@code settings} are the options of {@code lap train} without their dashes; settings of rows and
 * columns override the common ones, and a cell trains with all three.
 *
 * <pre>{@code
 * study: table-09
 * title: Circles from a normal start of standard deviation 5
 * instances: 100
 * accuracy: final
 * settings: {data: circles, model: mlp, blocks: 9, init: normal, gain: 5, epochs: 100}
 * columns:
 *   - {label: Batch normalization, settings: {}}
 * rows:
 *   - {label: LAP-ResNet, settings: {objective: lap}, published: [[99.4, 99.0, 99.8]]}
 * }</pre>
 */
package org.leastaction.bench.study.file;
