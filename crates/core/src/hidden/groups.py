# Exception groups (PEP 654).


def group_repr(group):
    given = group.args[1] if len(group.args) > 1 else group.exceptions
    given = list(group.exceptions) if type(given) is list else group.exceptions
    return f"{type(group).__name__}({group.message!r}, {given!r})"


def group_derive(group, excs):
    return BaseExceptionGroup(group.message, excs)


def group_matcher(matcher):
    if _is_class(matcher):
        if _is_subtype(matcher, BaseException):
            return lambda e: isinstance(e, matcher)
    elif type(matcher) is tuple:
        for m in matcher:
            if not _is_class(m) or not _is_subtype(m, BaseException):
                break
        else:
            return lambda e: isinstance(e, matcher)
    elif callable(matcher):
        return matcher
    raise TypeError("expected an exception type, a tuple of exception types, or a callable (other than a class)")


def group_part(group, excs):
    if not excs:
        return None
    part = group.derive(excs)
    if not isinstance(part, BaseExceptionGroup):
        raise TypeError("derive must return an instance of BaseExceptionGroup")
    _copy_marks(group, part)
    notes = getattr(group, "__notes__", None)
    if notes is not None and not hasattr(part, "__notes__"):
        part.__notes__ = list(notes)
    return part


def group_split_by(group, matches, want_rest):
    if matches(group):
        return group, None
    if not isinstance(group, BaseExceptionGroup):
        return None, group
    yes = []
    no = []
    for e in group.exceptions:
        if isinstance(e, BaseExceptionGroup):
            a, b = group_split_by(e, matches, want_rest)
            if a is not None:
                yes.append(a)
            if b is not None:
                no.append(b)
        elif matches(e):
            yes.append(e)
        else:
            no.append(e)
    return group_part(group, yes), group_part(group, no) if want_rest else None


def group_split(group, matcher):
    return group_split_by(group, group_matcher(matcher), True)


def group_subgroup(group, matcher):
    return group_split_by(group, group_matcher(matcher), False)[0]


def check_eg_match(exc, match):
    for m in match if type(match) is tuple else (match,):
        if not _is_class(m) or not _is_subtype(m, BaseException):
            raise TypeError("catching classes that do not inherit from BaseException is not allowed")
        if _is_subtype(m, BaseExceptionGroup):
            raise TypeError("catching ExceptionGroup with except* is not allowed. Use except instead.")
    if isinstance(exc, match):
        if isinstance(exc, BaseExceptionGroup):
            return None, exc
        whole = BaseExceptionGroup("", (exc,))
        whole.__traceback__ = exc.__traceback__
        return None, whole
    if isinstance(exc, BaseExceptionGroup):
        matched, rest = exc.split(match)
        return rest, matched
    return exc, None


def prep_reraise_star(original, excs):
    raised = []
    reraised = []
    for e in excs:
        if e is None:
            continue
        if same_marks(original, e):
            reraised.append(e)
        else:
            raised.append(e)
    if not raised and not reraised:
        return None
    if not isinstance(original, BaseExceptionGroup):
        # It was wrapped for the handlers, who raised it (or others).
        if not raised:
            return original
        if len(raised) == 1 and not reraised:
            return raised[0]
        return BaseExceptionGroup("", raised + reraised)
    again = None
    if reraised:
        leaves = set()
        for e in reraised:
            collect_leaves(e, leaves)
        again = group_split_by(original, lambda e: not isinstance(e, BaseExceptionGroup) and id(e) in leaves, False)[0]
    if not raised:
        return again
    if again is not None:
        raised.append(again)
    if len(raised) == 1:
        return raised[0]
    return BaseExceptionGroup("", raised)


def same_marks(a, b):
    if a is b:
        return True
    if not isinstance(b, BaseExceptionGroup):
        return False
    return (a.__traceback__ is b.__traceback__ and a.__cause__ is b.__cause__ and a.__context__ is b.__context__
            and getattr(a, "__notes__", None) == getattr(b, "__notes__", None))


def collect_leaves(e, leaves):
    if isinstance(e, BaseExceptionGroup):
        for m in e.exceptions:
            collect_leaves(m, leaves)
    else:
        leaves.add(id(e))


def group_of_sequence(cls, message, excs):
    return BaseExceptionGroup.__new__(cls, message, [*excs])
