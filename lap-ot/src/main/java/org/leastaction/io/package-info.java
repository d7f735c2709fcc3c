/**
 * Files that appear whole or not at all, and files that are not what they should be: {@link org.leastaction.io.FileKind}
 * says what a file is by its first bytes.
 *
 * <p>What is written goes to a temporary sibling first, reaches the disk, and is then moved into place in one step: a
 * reader sees the old content or the new, never a half. When writing fails nothing is left behind.
 *
 * <pre>{@code
 * AtomicFiles.write(Path.of("out/analysis.json"), out -> out.write(json));
 * AtomicFiles.writeFolder(Path.of("models/circles"), "model.json", folder -> {
 *     Npz.write(folder.resolve("weights.npz"), weights);
 *     Files.writeString(folder.resolve("model.json"), description);
 * });
 * }</pre>
 *
 * <p>The order — write, fsync, rename, fsync of the folder — is that of T. S. Pillai et al., "All file systems are not
 * created equal", OSDI 2014.
 */
package org.leastaction.io;
