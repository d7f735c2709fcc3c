/**
 * Atomic writing of files and folders, and clear errors for unsuitable input files: {@link org.leastaction.io.FileKind}
 * recognises a file by its first bytes.
 *
 * <p>Content is written to a temporary sibling, forced to disk, and then moved into place in one step: a reader sees
 * either the old content or the new, never a mixture. If writing fails, nothing is left behind.
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
