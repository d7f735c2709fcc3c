package org.leastaction.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The kind of a file as shown by its first bytes, whatever its name. Readers use it to explain why a file is refused:
 *
 * <pre>{@code
 * Optional<String> other = FileKind.of(file).insteadOf(FileKind.NPY);
 * if (other.isPresent()) {
 *     throw new InputFileException(file, other.get());     // "is a gzip file, not a .npy file; unpack it first (gunzip)"
 * }
 * }</pre>
 *
 * <p>Binary formats without a signature, ONNX files among them, are {@link #UNKNOWN}; so are formats not listed here.
 */
public enum FileKind {
    EMPTY("is empty", "get the file again"),
    GIT_LFS_POINTER("is a Git LFS pointer, which only stands for the file",
            "fetch the file itself with 'git lfs pull'"),
    GIT_ANNEX_POINTER("is a git-annex pointer, which only stands for the file",
            "fetch the file itself with 'git annex get'"),
    GZIP("is a gzip file", "unpack it first (gunzip)"),
    BZIP2("is a bzip2 file", "unpack it first (bunzip2)"),
    XZ("is an xz file", "unpack it first (unxz)"),
    ZSTD("is a Zstandard file", "unpack it first (unzstd)"),
    ZIP("is a zip file", "unpack it first, or give it the name of what it is (.npz for NumPy's)"),
    TAR("is a tar archive", "unpack it first (tar -xf)"),
    NPY("is a .npy file", "give it a name that ends in .npy"),
    HDF5("is an HDF5 file", "convert it with h5py"),
    MATLAB("is a MATLAB file", "convert it with scipy.io.loadmat and numpy.save"),
    PICKLE("is a Python pickle", "write it again from Python, arrays by numpy.save and networks by torch.onnx.export"),
    PYTORCH("is a PyTorch file (torch.save)", "export the network to ONNX (torch.onnx.export)"),
    PARQUET("is a Parquet file", "convert it, in pandas by read_parquet and to_csv"),
    TFLITE("is a TensorFlow Lite model", "export the network to ONNX"),
    PDF("is a PDF document", "get the file itself"),
    IMAGE("is an image", "get the file itself"),
    HTML("is a web page (HTML)", "download the file itself: the link was of the page about it, or asks for a login"),
    XML("is an XML document", "get the file itself"),
    TEXT("is a text file", "get the file itself"),
    UNKNOWN("is of no known kind", "get the file again");

    /** Number of leading bytes that suffice to recognise a kind. */
    public static final int START = 512;

    private static final String LFS = "version https://git-lfs.github.com/spec/";
    private static final String HAWSER = "version https://hawser.github.com/spec/";

    private final String is;
    private final String advice;

    FileKind(String is, String advice) {
        this.is = is;
        this.advice = advice;
    }

    /**
     * Recognises the kind of a file from its first bytes.
     *
     * @throws InputFileException if the file is missing, a folder or cannot be read
     */
    public static FileKind of(Path file) throws InputFileException {
        InputFileException.requireReadable(file);
        try (InputStream in = Files.newInputStream(file)) {
            return of(in.readNBytes(START));
        } catch (IOException failure) {
            throw InputFileException.of(file, failure);
        }
    }

    /** @param start the first {@value #START} bytes of a file, or all of them if there are fewer */
    public static FileKind of(byte[] start) {
        if (start.length == 0) {
            return EMPTY;
        }
        String bytes = new String(start, StandardCharsets.ISO_8859_1);
        if (bytes.startsWith(LFS) || bytes.startsWith(HAWSER)) {
            return GIT_LFS_POINTER;
        }
        if (bytes.startsWith("/annex/objects/") || bytes.matches("(?s)(\\.\\./)*\\.git/annex/objects/.*")) {
            return GIT_ANNEX_POINTER;
        }
        FileKind binary = signature(bytes);
        if (binary != UNKNOWN) {
            return binary;
        }
        return isText(start) ? text(bytes) : UNKNOWN;
    }

    /**
     * The problem with a file of this kind where another is needed, without the file's name.
     *
     * @param needed the kind required
     * @return e.g. "is a gzip file, not a .npy file; unpack it first (gunzip)"; empty if this is the kind required, or
     *         {@link #UNKNOWN}: then the signature adds nothing to the reader's own error
     */
    public Optional<String> insteadOf(FileKind needed) {
        return this == needed ? Optional.empty() : insteadOf(needed.is.replaceFirst("^is (an? )?", "$1"));
    }

    /**
     * As {@link #insteadOf(FileKind)} for a kind that has no signature.
     *
     * @param needed with its article, e.g. "an ONNX file"
     */
    public Optional<String> insteadOf(String needed) {
        return this == UNKNOWN ? Optional.empty() : Optional.of(is + ", not " + needed + "; " + advice);
    }

    /** Whether this is text of any sort, including pointers to files stored elsewhere and web pages. */
    public boolean isText() {
        return switch (this) {
            case GIT_LFS_POINTER, GIT_ANNEX_POINTER, HTML, XML, TEXT -> true;
            default -> false;
        };
    }

    private static FileKind signature(String bytes) {
        if (bytes.startsWith("\u001f\u008b")) {
            return GZIP;
        }
        if (bytes.matches("(?s)BZh[1-9]1AY&SY.*")) {
            return BZIP2;
        }
        if (bytes.startsWith("\u00fd7zXZ\0")) {
            return XZ;
        }
        if (bytes.startsWith("(\u00b5/\u00fd")) {
            return ZSTD;
        }
        if (bytes.startsWith("PK\u0003\u0004") || bytes.startsWith("PK\u0005\u0006")) {
            // The first entry of torch.save is NAME/data.pkl.
            return bytes.matches("(?s).{30,200}/data\\.pkl.*") ? PYTORCH : ZIP;
        }
        if (bytes.startsWith("\u0093NUMPY")) {
            return NPY;
        }
        if (bytes.startsWith("\u0089HDF\r\n\u001a\n")) {
            return HDF5;
        }
        if (bytes.startsWith("MATLAB 5.0 MAT-file")) {
            return MATLAB;
        }
        if (bytes.startsWith("PAR1")) {
            return PARQUET;
        }
        if (bytes.startsWith("%PDF-")) {
            return PDF;
        }
        if (bytes.startsWith("\u0089PNG\r\n\u001a\n") || bytes.startsWith("\u00ff\u00d8\u00ff")
                || bytes.startsWith("GIF87a") || bytes.startsWith("GIF89a")) {
            return IMAGE;
        }
        if (bytes.startsWith("TFL3", 4)) {
            return TFLITE;
        }
        if (bytes.startsWith("ustar", 257)) {
            return TAR;
        }
        // Protocols 2 to 5 begin with PROTO and its number; what follows is a frame, a container or a memo opcode.
        return bytes.matches("(?s)\u0080[\u0002-\u0005][\u0095}\\](cXK\u008aN\u0088\u0089GJMU].*") ? PICKLE : UNKNOWN;
    }

    private static FileKind text(String bytes) {
        String start = bytes.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
        if (start.startsWith("<!doctype html") || start.startsWith("<html") || start.startsWith("<head")
                || (start.startsWith("<?xml") && start.contains("<html"))) {
            return HTML;
        }
        return start.startsWith("<?xml") ? XML : TEXT;
    }

    /** Whether these bytes are UTF-8 without control characters other than those of white space. */
    private static boolean isText(byte[] start) {
        for (byte value : start) {
            if ((value >= 0 && value < ' ' && value != '\t' && value != '\n' && value != '\r' && value != '\f')
                    || value == 0x7f) {
                return false;
            }
        }
        // The last character may be cut in two; at most three of its bytes are at the end.
        for (int end = start.length; end > Math.max(0, start.length - 4); end--) {
            byte[] whole = Arrays.copyOf(start, end);
            if (Arrays.equals(new String(whole, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8), whole)) {
                return start.length >= START || end == start.length;
            }
        }
        return false;
    }
}
