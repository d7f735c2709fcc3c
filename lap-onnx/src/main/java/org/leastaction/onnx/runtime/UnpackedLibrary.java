package org.leastaction.onnx.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.leastaction.io.Messages;

/**
 * ONNX Runtime's native library, which the runtime unpacks into a new folder in the temporary folder and does not
 * delete. On Linux, where the folder of this process can be identified, it is deleted at the end of the process.
 */
final class UnpackedLibrary {

    private static final String FOLDERS = "onnxruntime-java*";
    private static final OrtLoggingLevel LEVEL = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL;

    private UnpackedLibrary() {}

    /** Loads the library when it is first used. */
    private static final class Loaded {

        static final boolean IS = load(Path.of(System.getProperty("java.io.tmpdir")));

        private static boolean load(Path temporary) {
            Set<Path> before = folders(temporary);
            OrtEnvironment.getEnvironment(LEVEL);
            Set<Path> made = folders(temporary);
            made.removeAll(before);
            made.stream().filter(UnpackedLibrary::isLoadedFrom)
                    .forEach(folder -> Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder))));
            return true;
        }
    }

    /**
     * The environment of the loaded library.
     *
     * @throws IllegalStateException if it cannot be loaded; the message names the temporary folder if that is the
     * reason
     */
    static OrtEnvironment environment() {
        try {
            if (Loaded.IS) {
                return OrtEnvironment.getEnvironment(LEVEL);
            }
            throw new AssertionError("either it is loaded, or it has failed");
        } catch (LinkageError failure) {
            Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
            throw new IllegalStateException("ONNX Runtime's native library does not start: " + problem(temporary)
                    .map(problem -> "it is unpacked into the temporary folder " + temporary + ", and " + problem
                            + "; set another one by LAP_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER")
                    .orElseGet(() -> Messages.of(failure)), failure);
        }
    }

    /** Whether this process has loaded a library of the folder; known on Linux only. */
    private static boolean isLoadedFrom(Path folder) {
        try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
            return maps.anyMatch(line -> line.contains(folder + "/"));
        } catch (IOException | UncheckedIOException elsewhere) {
            return false;
        }
    }

    private static void delete(Path folder) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException | DirectoryIteratorException remains) {
            // It is in the temporary folder.
        }
    }

    private static Set<Path> folders(Path temporary) {
        Set<Path> folders = new HashSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(temporary, FOLDERS)) {
            found.forEach(folders::add);
        } catch (IOException | UncheckedIOException useless) {
            return new HashSet<>(); // reported by problem, if it matters
        }
        return folders;
    }

    /** The reason why the temporary folder cannot be written to; empty if it can. */
    private static Optional<String> problem(Path temporary) {
        if (!Files.isDirectory(temporary)) {
            return Optional.of(Files.exists(temporary) ? "that is a file" : "there is no such folder");
        }
        try {
            Path probe = Files.createTempFile(temporary, "lap", null);
            try {
                Files.write(probe, new byte[1 << 16]);
            } finally {
                Files.delete(probe);
            }
            return Optional.empty();
        } catch (IOException useless) {
            return Optional.of("nothing can be written there (" + Messages.of(useless) + ")");
        }
    }
}
