"""Filling paragraphs of text, and their indentation."""

__all__ = ["TextWrapper", "wrap", "fill", "dedent", "indent", "shorten"]

_whitespace = "\t\n\x0b\x0c\r "


def _is_word(ch):
    return ch.isalnum() or ch == "_"


def _is_word_punctuation(ch):
    return _is_word(ch) or ch in "!\"'&.,?"


def _is_letter(ch):
    return ch.isalpha() or ch == "_"


def _split_word(word, on_hyphens):
    """The parts of a word between which a line may break: after hyphens within it, and around dashes."""
    if not on_hyphens:
        return [word]
    parts, start, i, size = [], 0, 0, len(word)
    while i < size:
        if word[i] != "-":
            i += 1
            continue
        end = i
        while end < size and word[end] == "-":
            end += 1
        if end - i >= 2:
            # A dash: a part of its own, if something stands before it and a word follows.
            if (i > 0 and _is_word_punctuation(word[i - 1]) and end < size and _is_word(word[end])):
                parts += [word[start:i], word[i:end]]
                start = end
        elif (i - start >= 2 and _is_letter(word[i - 1]) and (_is_letter(word[i - 2]) or word[i - 2] == "-")
              and end + 1 < size and _is_letter(word[end]) and (_is_letter(word[end + 1]) or word[end + 1] == "-"
                                                                and end + 2 < size and _is_letter(word[end + 2]))):
            parts.append(word[start:end])
            start = end
        i = end
    parts.append(word[start:])
    return [part for part in parts if part]


class TextWrapper:
    """Wraps and fills text; its attributes say how."""

    def __init__(self, width=70, initial_indent="", subsequent_indent="", expand_tabs=True, replace_whitespace=True,
                 fix_sentence_endings=False, break_long_words=True, drop_whitespace=True, break_on_hyphens=True, tabsize=8,
                 *, max_lines=None, placeholder=" [...]"):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _munge_whitespace(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            text = text.translate({ord(ch): " " for ch in _whitespace})
        return text

    def _split(self, text):
        """Words and the whitespace between them, in turn; words cut where a line may break."""
        chunks, start, size = [], 0, len(text)
        while start < size:
            space = text[start] in _whitespace
            end = start
            while end < size and (text[end] in _whitespace) == space:
                end += 1
            chunk = text[start:end]
            chunks += [chunk] if space else _split_word(chunk, self.break_on_hyphens)
            start = end
        return chunks

    def _fix_sentence_endings(self, chunks):
        for i in range(len(chunks) - 1):
            if chunks[i + 1] == " ":
                end = chunks[i].rstrip("\"'")
                if len(chunks[i]) - len(end) <= 1 and end[-1:] in (".", "!", "?") and end[-2:-1].islower():
                    chunks[i + 1] = "  "

    def _handle_long_word(self, reversed_chunks, cur_line, cur_len, width):
        space_left = 1 if width < 1 else width - cur_len
        if self.break_long_words and space_left > 0:
            end = space_left
            chunk = reversed_chunks[-1]
            if self.break_on_hyphens and len(chunk) > space_left:
                hyphen = chunk.rfind("-", 0, space_left)
                if hyphen > 0 and any([ch != "-" for ch in chunk[:hyphen]]):
                    end = hyphen + 1
            cur_line.append(chunk[:end])
            reversed_chunks[-1] = chunk[end:]
        elif not cur_line:
            cur_line.append(reversed_chunks.pop())

    def _wrap_chunks(self, chunks):
        if self.width <= 0:
            raise ValueError(f"invalid width {self.width!r} (must be > 0)")
        if self.max_lines is not None:
            indent = self.subsequent_indent if self.max_lines > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks.reverse()
        while chunks:
            cur_line, cur_len = [], 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                del chunks[-1]
            while chunks and cur_len + len(chunks[-1]) <= width:
                cur_len += len(chunks[-1])
                cur_line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._handle_long_word(chunks, cur_line, cur_len, width)
                cur_len = sum(map(len, cur_line))
            if self.drop_whitespace and cur_line and cur_line[-1].strip() == "":
                cur_len -= len(cur_line[-1])
                del cur_line[-1]
            if not cur_line:
                continue
            if (self.max_lines is None or len(lines) + 1 < self.max_lines
                    or (not chunks or self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())
                    and cur_len <= width):
                lines.append(indent + "".join(cur_line))
                continue
            # The last line that is allowed, and more to come: make room for the placeholder.
            while cur_line:
                if cur_line[-1].strip() and cur_len + len(self.placeholder) <= width:
                    cur_line.append(self.placeholder)
                    lines.append(indent + "".join(cur_line))
                    break
                cur_len -= len(cur_line[-1])
                del cur_line[-1]
            else:
                if lines:
                    before = lines[-1].rstrip()
                    if len(before) + len(self.placeholder) <= self.width:
                        lines[-1] = before + self.placeholder
                        break
                lines.append(indent + self.placeholder.lstrip())
            break
        return lines

    def wrap(self, text):
        """The text's lines, none longer than `width`."""
        chunks = self._split(self._munge_whitespace(text))
        if self.fix_sentence_endings:
            self._fix_sentence_endings(chunks)
        return self._wrap_chunks(chunks)

    def fill(self, text):
        """The lines as one text."""
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **kwargs):
    """Wrap a single paragraph of text, returning a list of wrapped lines."""
    return TextWrapper(width=width, **kwargs).wrap(text)


def fill(text, width=70, **kwargs):
    """Fill a single paragraph of text, returning a new string."""
    return TextWrapper(width=width, **kwargs).fill(text)


def shorten(text, width, **kwargs):
    """Collapse and truncate the given text to fit in the given width."""
    return TextWrapper(width=width, max_lines=1, **kwargs).fill(" ".join(text.strip().split()))


def dedent(text):
    """Remove any common leading whitespace from every line in `text`."""
    try:
        lines = text.split("\n")
    except (AttributeError, TypeError):
        raise TypeError(f"expected str object, not {type(text).__qualname__!r}") from None
    margin = None
    for line in lines:
        body = line.lstrip()
        if not body:
            continue
        indent = line[:len(line) - len(body)]
        if margin is None:
            margin = indent
        else:
            common = 0
            while common < min(len(margin), len(indent)) and margin[common] == indent[common]:
                common += 1
            margin = margin[:common]
    cut = len(margin or "")
    return "\n".join([line[cut:] if line.strip() else "" for line in lines])


def indent(text, prefix, predicate=None):
    """Adds 'prefix' to the beginning of selected lines in 'text'."""
    result = []
    for line in text.splitlines(True):
        if predicate(line) if predicate else not line.isspace():
            result.append(prefix)
        result.append(line)
    return "".join(result)
