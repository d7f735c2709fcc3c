/**
 * Damaged files, for the tests of readers: for any bytes, a reader reads them or soon fails with an {@link
 * org.leastaction.io.InputFileException} whose message is one line that names the file.
 *
 * <pre>{@code
 * DamagedFiles.of("npy", file, whole).isReadOrRefused(() -> Npy.read(file));
 * }</pre>
 *
 * <p>{@code -Dlap.fuzz.inputs=100000} sets the number of damaged files of each kind (1,000), {@code -Dlap.fuzz.seed=7}
 * the seed.
 */
package org.leastaction.io.damage;
