/**
 * Arrays of a file, one for each input of a network by its name, as rows that hold the inputs of a sample.
 *
 * <pre>{@code
 * NamedArrays file = new NamedArrays(Path.of("sentences.npz"));
 * NamedRows rows = file.rows(model.role(NamedInputs.class).orElseThrow(), true);
 * model.pass(rows.points(), 64, (firstRow, step) -> …);
 * }</pre>
 */
package org.leastaction.bench.data.array;
