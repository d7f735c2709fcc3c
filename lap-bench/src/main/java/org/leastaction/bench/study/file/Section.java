package org.leastaction.bench.study.file;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Supplier;
import org.leastaction.bench.study.file.YamlFile.YamlNode;
import org.leastaction.bench.study.file.YamlFile.YamlNode.Entry;
import org.leastaction.bench.study.file.YamlFile.YamlNode.Mapping;
import org.leastaction.bench.study.file.YamlFile.YamlNode.Scalar;
import org.leastaction.bench.study.file.YamlFile.YamlNode.Sequence;
import org.leastaction.io.InputFileException;
import org.leastaction.settings.NearestWord;
import org.leastaction.settings.SettingType;

/** A mapping of a study file, read key by key; every error names its line and key. */
final class Section {

    private final Path file;
    private final String path;
    private final Mapping mapping;

    /** @param path the keys on the path to this section, joined by dots; empty for the file itself */
    Section(Path file, String path, Mapping mapping) {
        this.file = file;
        this.path = path;
        this.mapping = mapping;
    }

    Path file() {
        return file;
    }

    /** The names of enum constants in a file: in lower case, with dashes. */
    static <E extends Enum<E>> Map<String, E> named(E[] constants) {
        Map<String, E> named = new LinkedHashMap<>();
        for (E constant : constants) {
            named.put(SettingType.word(constant), constant);
        }
        return named;
    }

    Mapping mapping() {
        return mapping;
    }

    /** Rejects any other key and suggests the nearest allowed one. */
    void allow(List<String> keys) throws InputFileException {
        for (Map.Entry<String, Entry> entry : mapping.entries().entrySet()) {
            if (!keys.contains(entry.getKey())) {
                String meant = NearestWord.of(entry.getKey(), keys)
                        .map(word -> "; did you mean '" + word + "'?")
                        .orElse("; known here are " + String.join(", ", keys));
                throw error(entry.getValue().line(), "unknown key '" + name(entry.getKey()) + "'" + meant);
            }
        }
    }

    /** A word or number; empty if the key is absent. */
    Optional<String> text(String key) throws InputFileException {
        Entry entry = mapping.entries().get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (entry.value() instanceof Scalar scalar && !scalar.text().isBlank()) {
            return Optional.of(scalar.text());
        }
        throw wrong(key, "needs one word or number");
    }

    String requiredText(String key) throws InputFileException {
        return text(key).orElseThrow(() -> error(mapping.line(), "the key '" + name(key) + "' is missing"));
    }

    OptionalInt integer(String key) throws InputFileException {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.get()));
        } catch (NumberFormatException noNumber) {
            throw wrong(key, "needs a whole number, not '" + text.get() + "'");
        }
    }

    /** A list of words; empty if the key is absent. */
    List<String> texts(String key) throws InputFileException {
        List<String> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            texts.add(scalar(key, item));
        }
        return texts;
    }

    /** A word, or the words of a list joined by commas. */
    String words(String key) throws InputFileException {
        Entry entry = mapping.entries().get(key);
        return entry != null && entry.value() instanceof Sequence ? String.join(",", texts(key)) : requiredText(key);
    }

    /** A list of lists of numbers; empty if the key is absent. */
    List<List<Double>> numberLists(String key) throws InputFileException {
        List<List<Double>> lists = new ArrayList<>();
        for (YamlNode item : items(key)) {
            if (!(item instanceof Sequence sequence)) {
                throw wrong(key, "needs a list of lists of numbers");
            }
            List<Double> numbers = new ArrayList<>();
            for (YamlNode inner : sequence.items()) {
                numbers.add(number(key, scalar(key, inner)));
            }
            lists.add(numbers);
        }
        return lists;
    }

    /** One of the given words; empty if the key is absent. */
    <E> Optional<E> choice(String key, Map<String, E> words) throws InputFileException {
        Optional<String> text = text(key);
        if (text.isPresent() && !words.containsKey(text.get())) {
            throw wrong(key, "is one of " + String.join(", ", words.keySet()) + ", not '" + text.get() + "'");
        }
        return text.map(words::get);
    }

    /** A list of some of the given words; empty if the key is absent. */
    <E> List<E> choices(String key, Map<String, E> words) throws InputFileException {
        List<E> chosen = new ArrayList<>();
        for (String text : texts(key)) {
            if (!words.containsKey(text)) {
                throw wrong(key, "has only " + String.join(", ", words.keySet()) + " in it, not '" + text + "'");
            }
            chosen.add(words.get(text));
        }
        return chosen;
    }

    /** A nested mapping; empty if the key is absent. */
    Section section(String key) throws InputFileException {
        Entry entry = mapping.entries().get(key);
        if (entry == null) {
            return new Section(file, name(key), new Mapping(mapping.line(), Map.of()));
        }
        if (entry.value() instanceof Mapping inner) {
            return new Section(file, name(key), inner);
        }
        throw wrong(key, "needs keys of its own below it");
    }

    /** A list of mappings; empty if the key is absent. */
    List<Section> sections(String key) throws InputFileException {
        List<Section> sections = new ArrayList<>();
        for (YamlNode item : items(key)) {
            if (!(item instanceof Mapping inner)) {
                throw error(item.line(), "'" + name(key) + "' needs entries with keys such as 'label'");
            }
            sections.add(new Section(file, name(key), inner));
        }
        return sections;
    }

    /** This section overridden by another. */
    Section under(Section over) {
        return new Section(file, path, mapping.under(over.mapping));
    }

    /** Calls a factory and reports its rejection with the line of a key. */
    <T> T make(String key, Supplier<T> maker) throws InputFileException {
        try {
            return maker.get();
        } catch (IllegalArgumentException refused) {
            throw error(line(key), name(key) + ": " + refused.getMessage());
        }
    }

    /** An error in one key. */
    InputFileException wrong(String key, String problem) {
        return error(line(key), "'" + name(key) + "' " + problem);
    }

    /** An error whose sentence names its subject, with the line of a key, or of this section if the key is empty. */
    InputFileException unfit(String key, String sentence) {
        return error(line(key), key.isEmpty() ? sentence : name(key) + ": " + sentence);
    }

    private List<YamlNode> items(String key) throws InputFileException {
        Entry entry = mapping.entries().get(key);
        if (entry == null) {
            return List.of();
        }
        if (entry.value() instanceof Sequence sequence) {
            return sequence.items();
        }
        throw wrong(key, "needs a list");
    }

    private String scalar(String key, YamlNode node) throws InputFileException {
        if (node instanceof Scalar scalar && !scalar.text().isBlank()) {
            return scalar.text();
        }
        throw error(node.line(), "'" + name(key) + "' needs words or numbers only");
    }

    private double number(String key, String text) throws InputFileException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException noNumber) {
            throw wrong(key, "needs numbers, not '" + text + "'");
        }
    }

    private int line(String key) {
        Entry entry = mapping.entries().get(key);
        return entry == null ? mapping.line() : entry.line();
    }

    private String name(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private InputFileException error(int line, String problem) {
        return new InputFileException(file, "line " + line + ": " + problem);
    }
}
