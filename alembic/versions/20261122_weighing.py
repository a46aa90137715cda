"""what a hand depends on besides themes; how much room small themes get."""

import sqlalchemy as sa
from alembic import op


revision = '0003_weighing'
down_revision = '0002_themes'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('deck_turn',
    sa.Column('deck_id', sa.Uuid(), nullable=False),
    sa.Column('next_turn', sa.Integer(), nullable=False),
    sa.Column('owed', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['deck_id'], ['deck.id'], name=op.f('fk_deck_turn_deck_id_deck')),
    sa.PrimaryKeyConstraint('deck_id', name=op.f('pk_deck_turn'))
    )
    op.execute('INSERT INTO deck_turn (deck_id, next_turn, owed) SELECT id, next_turn, owed FROM deck')
    # Decks that are there were laid without these, so every hand of theirs stays the same.
    with op.batch_alter_table('deck', schema=None) as batch_op:
        batch_op.add_column(sa.Column('near_duplicates', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('meaning', sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column('theme_exponent', sa.Float(), nullable=False, server_default='1'))
        batch_op.drop_column('owed')
        batch_op.drop_column('next_turn')

    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.add_column(sa.Column('theme_exponent', sa.Float(), nullable=False, server_default='1'))


def downgrade() -> None:
    with op.batch_alter_table('round', schema=None) as batch_op:
        batch_op.drop_column('theme_exponent')

    with op.batch_alter_table('deck', schema=None) as batch_op:
        batch_op.drop_column('theme_exponent')
        batch_op.drop_column('meaning')
        batch_op.drop_column('near_duplicates')
        batch_op.add_column(sa.Column('next_turn', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('owed', sa.JSON(), nullable=False, server_default='[]'))

    op.execute(
        'UPDATE deck SET next_turn = (SELECT next_turn FROM deck_turn WHERE deck_id = deck.id), '
        'owed = (SELECT owed FROM deck_turn WHERE deck_id = deck.id)'
    )
    op.drop_table('deck_turn')
