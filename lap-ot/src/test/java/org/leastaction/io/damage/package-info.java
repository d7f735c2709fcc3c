/**
 * Damaged files, for the tests of readers: whatever the bytes, a reader reads them or fails with an
 * {@link org.leastaction.io.InputFileException}, by one line that names the file, and soon.
 *
 * <pre>{@code
 * DamagedFiles.of("npy", file, whole).isReadOrRefused(() -> Npy.read(file));
 * }</pre>
 *
 * <p>{@code -Dlap.fuzz.inputs=100000} makes so many of each file instead of 1,000, {@code -Dlap.fuzz.seed=7} others.
 */
package org.leastaction.io.damage;
