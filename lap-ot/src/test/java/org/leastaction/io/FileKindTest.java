package org.leastaction.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Kinds of files by their first bytes. */
class FileKindTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            EMPTY             | ''
            GIT_LFS_POINTER   | 'version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'
            GIT_LFS_POINTER   | 'version https://hawser.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n'
            GIT_ANNEX_POINTER | '/annex/objects/SHA256E-s12--4d7a.npy\n'
            GIT_ANNEX_POINTER | '../.git/annex/objects/J9/3w/SHA256E-s12--4d7a.npy'
            HTML              | '\n<!DOCTYPE html>\n<html lang="en">'
            HTML              | '<html><body>404</body></html>'
            HTML              | '<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
            XML               | '<?xml version="1.0"?>\n<Error><Code>AccessDenied</Code></Error>'
            TEXT              | '1,2\n3,4\n'
            TEXT              | '−1,2\n'
            TEXT              | '{"format": 1}'
            """)
    void text(FileKind kind, String content) {
        byte[] bytes = content.replace("\\n", "\n").getBytes(StandardCharsets.UTF_8);
        assertThat(FileKind.of(bytes)).isEqualTo(kind);
        assertThat(kind.isText()).isEqualTo(kind != FileKind.EMPTY);
    }

    @ParameterizedTest
    @CsvSource({
            "GZIP, 1f8b0800000000000003",
            "BZIP2, 425a68393141592653594ebece36",
            "XZ, fd377a585a000004e6d6b446",
            "ZSTD, 28b52ffd2003190000",
            "ZIP, 504b0304140000000000",
            "ZIP, 504b0506000000000000",
            "PYTORCH, 504b0304000008080000000000000000000000000000000000000a001800782f646174612e706b6c464214005a5a",
            "NPY, 934e554d505901007600",
            "HDF5, 894844460d0a1a0a0000",
            "PICKLE, 80027d71002858",
            "PICKLE, 8004950d0000000000",
            "PICKLE, 80025d7100284b01",
            "PARQUET, 5041523115041510",
            "TFLITE, 1c00000054464c3314002000",
            "PDF, 255044462d312e350a25",
            "IMAGE, 89504e470d0a1a0a0000000d49484452",
            "IMAGE, ffd8ffe000104a464946",
            // Two ONNX files: an IR version comes first, or the name of the program that wrote it.
            "UNKNOWN, 080812077079746f726368",
            "UNKNOWN, 12077079746f72636808083a03",
            // Text in UTF-16 and in Latin 1 is no UTF-8.
            "UNKNOWN, fffe31002c003200",
            "UNKNOWN, 31e92c32",
    })
    void binary(FileKind kind, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(FileKind.of(bytes)).isEqualTo(kind);
        assertThat(kind.isText()).isFalse();
    }

    @Test
    void writtenByJava() throws IOException {
        ByteArrayOutputStream gzip = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
            out.write(1);
        }
        assertThat(FileKind.of(gzip.toByteArray())).isEqualTo(FileKind.GZIP);
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(zip)) {
            out.putNextEntry(new ZipEntry("a.npy"));
        }
        assertThat(FileKind.of(zip.toByteArray())).isEqualTo(FileKind.ZIP);
    }

    @Test
    void aCharacterCutInTwoAtTheEndOfTheStartIsText() throws IOException {
        Path file = folder.resolve("long.txt");
        for (int ascii = FileKind.START - 4; ascii <= FileKind.START; ascii++) {
            Files.writeString(file, "a".repeat(ascii) + "😀 and more");
            assertThat(FileKind.of(file)).as("%d ASCII characters first", ascii).isEqualTo(FileKind.TEXT);
        }
    }

    @Test
    void tellsWhatTheFileIsAndWhatToDo() {
        assertThat(FileKind.GZIP.insteadOf(FileKind.NPY)).hasValue(
                "is a gzip file, not a .npy file; unpack it first (gunzip)");
        assertThat(FileKind.GIT_LFS_POINTER.insteadOf("an ONNX file"))
                .hasValue("is a Git LFS pointer, which only stands"
                        + " for the file, not an ONNX file; fetch the file itself with 'git lfs pull'");
        assertThat(FileKind.NPY.insteadOf(FileKind.NPY)).isEmpty();
        assertThat(FileKind.UNKNOWN.insteadOf(FileKind.NPY)).isEmpty();
    }

    @Test
    void aMissingFileAndAFolderAreNamed() {
        assertThatThrownBy(() -> FileKind.of(folder.resolve("none.npy"))).isInstanceOf(InputFileException.class)
                .hasMessageContaining("none.npy: there is no such file");
        assertThatThrownBy(() -> FileKind.of(folder)).isInstanceOf(InputFileException.class)
                .hasMessageContaining("this is a folder");
    }
}
