package org.leastaction.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.FileOutputStream;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Files and folders are written by the package {@code io}, so that they appear whole or not at all. Deleting is not
 * restricted.
 */
final class FileWriting {

    /** Classes, relative to the root, that write by themselves, and why. */
    private static final Map<String, String> EXCEPTIONS = new TreeMap<>(Map.of(
            "bench.command.Lap", "standard output and standard error",
            "bench.command.input.StandardInput", "a copy of standard input, deleted when it is read",
            "bench.record.RecordsFile", "appends lines in place; each has a checksum and is forced to disk",
            "bench.study.StudyMerge", "files of a folder that AtomicFiles.writeFolder moves into place",
            "onnx.runtime.UnpackedLibrary", "tests whether the temporary folder is writable",
            "tf.model.AutoencoderFolder", "files of a folder that AtomicFiles.writeFolder moves into place",
            "tf.model.ModelFolder", "files of a folder that AtomicFiles.writeFolder moves into place",
            "tf.savedmodel.InputsFile", "a file of a folder that AtomicFiles.writeFolder moves into place",
            "tf.savedmodel.SavedModelExport", "files of a folder that AtomicFiles.writeFolder moves into place"));

    private static final Pattern WRITING_METHODS = Pattern.compile("write|writeString|newOutputStream|newBufferedWriter"
            + "|newByteChannel|copy|move|createDirectory|createDirectories|createFile|createLink|createSymbolicLink"
            + "|createTempFile|createTempDirectory");

    private static final Set<String> WRITING_OPTIONS =
            Set.of("WRITE", "APPEND", "CREATE", "CREATE_NEW", "TRUNCATE_EXISTING", "DELETE_ON_CLOSE");

    private static final Set<String> WRITING_TYPES =
            Set.of(FileOutputStream.class.getName(), FileWriter.class.getName(), RandomAccessFile.class.getName());

    /** Types of libraries and of Java whose methods of these names also take a file. */
    private static final Map<String, String> SAVERS = Map.of(
            "java.io.PrintStream", "<init>", "java.io.PrintWriter", "<init>",
            "javax.imageio.ImageIO", "write", "com.fasterxml.jackson.databind.ObjectMapper", "writeValue",
            "org.apache.pdfbox.pdmodel.PDDocument", "save");

    private static final Pattern TAKES_A_FILE =
            Pattern.compile(".*\\((java\\.lang\\.String\\b|.*java\\.io\\.File\\b).*");

    private FileWriting() {}

    static ArchRule onlyBelow(String root) {
        return noClasses().that().resideOutsideOfPackage(root + ".io")
                .and(describe("are not an exception", type -> EXCEPTIONS.keySet().stream()
                        .noneMatch(name -> (type.getName() + "$").startsWith(root + "." + name + "$"))))
                .should().accessTargetWhere(describe("writes a file", FileWriting::writes));
    }

    /** Exceptions that have no need to be one. */
    static Set<String> outlived(JavaClasses classes, String root) {
        Map<String, String> left = new TreeMap<>(EXCEPTIONS);
        classes.stream()
                .filter(type -> type.getAccessesFromSelf().stream().anyMatch(FileWriting::writes))
                .forEach(type -> left.keySet().removeIf(
                        name -> (type.getName() + "$").startsWith(root + "." + name + "$")));
        return left.keySet();
    }

    private static boolean writes(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getName();
        if (owner.equals(Files.class.getName())) {
            return WRITING_METHODS.matcher(name).matches() && !copiesOut(access);
        }
        if (owner.equals(StandardOpenOption.class.getName())) {
            return WRITING_OPTIONS.contains(name);
        }
        return WRITING_TYPES.contains(owner) && name.equals("<init>")
                || name.equals(SAVERS.get(owner)) && TAKES_A_FILE.matcher(access.getTarget().getFullName()).matches();
    }

    /** {@code Files.copy(file, stream)} reads. */
    private static boolean copiesOut(JavaAccess<?> access) {
        return access.getTarget().getFullName().endsWith("(java.nio.file.Path, java.io.OutputStream)");
    }
}
