package org.leastaction.supply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** NOTICE names every library that the archive and the batch jar contain. */
class NoticeTest {

    private static final Path CLASS_PATH = Path.of("..", "lap-bench", "target", "launcher.classpath");

    /** The words of NOTICE, by a part of the path of a jar in a Maven repository. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("/com/fasterxml/jackson/", "Jackson ("), Map.entry("/protobuf-java/", "Protocol Buffers ("),
            Map.entry("/onnxruntime", "ONNX Runtime "), Map.entry("/com/twelvemonkeys/", "TwelveMonkeys ("),
            Map.entry("/commons-io/", "Apache Commons IO,"), Map.entry("/commons-logging/", " Logging "),
            Map.entry("/commons-math3/", "Apache Commons Math 3"), Map.entry("/commons-numbers-", " Numbers,"),
            Map.entry("/commons-rng-", " RNG "), Map.entry("/commons-statistics-", " Statistics,"),
            Map.entry("/de/rototor/pdfbox/", "pdfbox-graphics2d "), Map.entry("/fastcsv/", "FastCSV "),
            Map.entry("/picocli/", "picocli,"), Map.entry("/progressbar/", "progressbar "),
            Map.entry("/fontbox/", " FontBox "), Map.entry("/org/apache/pdfbox/pdfbox", "Apache PDFBox,"),
            Map.entry("/batik-", "Apache Batik,"), Map.entry("/xmlgraphics-commons/", "Apache XML Graphics Commons "),
            Map.entry("/javacpp/", "JavaCPP "), Map.entry("/ejml-", "EJML ("), Map.entry("/jfreechart/", "JFreeChart "),
            Map.entry("/jline-", "JLine ("), Map.entry("/jspecify/", " JSpecify "),
            Map.entry("/ndarray/", " NdArray,"), Map.entry("/tensorflow-core-", "TensorFlow for Java,"),
            Map.entry("/snakeyaml/", "SnakeYAML "), Map.entry("/xml-apis", "XML APIs ("));

    @Test
    void everyLibraryIsNamed() throws IOException {
        assumeThat(CLASS_PATH).exists(); // written when lap-bench is packaged
        String notice = Files.readString(Path.of("..", "NOTICE"));
        List<String> libraries = Stream.of(Files.readString(CLASS_PATH).strip().split(File.pathSeparator))
                .map(jar -> jar.replace('\\', '/')).filter(jar -> !jar.matches(".*/lap-[a-z]+-[^/]*\\.jar")).toList();

        assertThat(libraries).hasSizeGreaterThan(50).allSatisfy(jar -> assertThat(NAMES.entrySet())
                .as("%s is in the archive: name it in NOTICE, and here", jar)
                .anyMatch(name -> jar.contains(name.getKey()) && notice.contains(name.getValue())));
    }
}
