package org.leastaction.bench.study.file;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.leastaction.bench.study.file.YamlFile.YamlNode.Entry;
import org.leastaction.bench.study.file.YamlFile.YamlNode.Mapping;
import org.leastaction.bench.study.file.YamlFile.YamlNode.Scalar;
import org.leastaction.bench.study.file.YamlFile.YamlNode.Sequence;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Limit;
import org.leastaction.io.Messages;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads YAML with line numbers; never instantiates types that the file names. */
final class YamlFile {

    private static final int DEEPEST = 20;

    private final Path file;
    /** Values and keys so far. Aliases share nodes, so that a few hundred bytes can stand for billions of values. */
    private long values;

    private YamlFile(Path file) {
        this.file = file;
    }

    /** @throws InputFileException if the file cannot be read or is not one YAML mapping */
    static Mapping read(Path file) throws InputFileException {
        return InputFileException.reading(file, () -> {
            YamlFile yaml = new YamlFile(file);
            return yaml.mapping(yaml.text());
        });
    }

    /** @throws InputFileException if the text is not one YAML mapping */
    static Mapping parse(Path file, String text) throws InputFileException {
        return new YamlFile(file).mapping(text);
    }

    private Mapping mapping(String text) throws InputFileException {
        Node root = compose(text);
        if (root == null) {
            throw new InputFileException(file, "is empty; a study file has keys such as 'study', 'data' and 'model'");
        }
        if (convert(root, 0) instanceof Mapping mapping) {
            return mapping;
        }
        throw at(root, "a study file starts with keys such as 'study:', not with a list or a word");
    }

    private String text() throws InputFileException {
        InputFileException.requireReadable(file);
        try {
            Limit.DESCRIPTION_BYTES.check(file, Files.size(file), "bytes, too many for a study file");
            return Files.readString(file);
        } catch (CharacterCodingException binary) {
            throw new InputFileException(file, "is not text in UTF-8", binary);
        } catch (IOException failure) {
            throw InputFileException.of(file, failure);
        }
    }

    private Node compose(String text) throws InputFileException {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(50);
        options.setNestingDepthLimit(DEEPEST);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException broken) {
            throw new InputFileException(
                    file, "line " + line(broken) + ": this is not YAML: " + broken.getProblem(), broken);
        } catch (YAMLException broken) {
            throw new InputFileException(file, "is not YAML: " + Messages.of(broken), broken);
        }
    }

    /** The line of a syntax error; for an unterminated element, such as an open quote, the line where it starts. */
    private static int line(MarkedYAMLException broken) {
        boolean endless = String.valueOf(broken.getProblem()).contains("end of stream");
        Mark mark = endless && broken.getContextMark() != null ? broken.getContextMark() : broken.getProblemMark();
        return mark == null ? 1 : mark.getLine() + 1;
    }

    private YamlNode convert(Node node, int depth) throws InputFileException {
        values++;
        Limit.STUDY_VALUES.check(file, values, "or more values, with aliases expanded");
        if (depth > DEEPEST) {
            throw at(node, "this is nested too deeply");
        }
        if (node instanceof ScalarNode scalar) {
            return new Scalar(line(node), scalar.getValue());
        }
        if (node instanceof SequenceNode sequence) {
            List<YamlNode> items = new ArrayList<>();
            for (Node item : sequence.getValue()) {
                items.add(convert(item, depth + 1));
            }
            return new Sequence(line(node), items);
        }
        if (node instanceof MappingNode mapping) {
            Map<String, Entry> entries = new LinkedHashMap<>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw at(tuple.getKeyNode(), "a key is a word, not a list or a mapping");
                }
                Entry entry = new Entry(line(key), convert(tuple.getValueNode(), depth + 1));
                if (entries.put(key.getValue(), entry) != null) {
                    throw at(key, "the key '" + key.getValue() + "' is there twice");
                }
            }
            return new Mapping(line(node), entries);
        }
        throw at(node, "this kind of YAML is not understood");
    }

    private InputFileException at(Node node, String problem) {
        return new InputFileException(file, "line " + line(node) + ": " + problem);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    /** A part of a YAML file with its line number. */
    sealed interface YamlNode {

        /** Line of its first character, from 1. */
        int line();

        /** A word or a number, as written. */
        record Scalar(int line, String text) implements YamlNode {}

        /** A list. */
        record Sequence(int line, List<YamlNode> items) implements YamlNode {
            public Sequence {
                items = List.copyOf(items);
            }
        }

        /** Keys with their values, in the order of the file. */
        record Mapping(int line, Map<String, Entry> entries) implements YamlNode {

            public Mapping {
                entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
            }

            /** This mapping overridden by another: mappings are merged key by key, anything else is replaced. */
            Mapping under(Mapping over) {
                Map<String, Entry> joined = new LinkedHashMap<>(entries);
                over.entries.forEach((key, entry) -> joined.merge(key, entry, Mapping::laidOver));
                return new Mapping(line, joined);
            }

            private static Entry laidOver(Entry below, Entry above) {
                if (below.value() instanceof Mapping lower && above.value() instanceof Mapping upper) {
                    return new Entry(above.line(), lower.under(upper));
                }
                return above;
            }
        }

        /**
         * The value of a key.
         *
         * @param line line of the key
         */
        record Entry(int line, YamlNode value) {}
    }
}
